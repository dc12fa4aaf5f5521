package io.windlass.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The states of a flow, with TaskFlow's table: some moves are made, some ignored, the rest are errors. */
public enum FlowState {
    PENDING,
    RUNNING,
    SUSPENDING,
    SUSPENDED,
    RESUMING,
    SUCCESS,
    FAILURE,
    REVERTED;

    /** What becomes of an attempt to move a flow from one state to another. */
    public enum Move {
        /** It is written and notified. */
        MADE,
        /** Nothing happens. */
        IGNORED,
        /** It is an error. */
        FORBIDDEN
    }

    private static final Map<FlowState, Set<FlowState>> MADE = new EnumMap<>(FlowState.class);
    private static final Map<FlowState, Set<FlowState>> IGNORED = new EnumMap<>(FlowState.class);

    static {
        MADE.put(PENDING, EnumSet.of(RUNNING));
        MADE.put(RUNNING, EnumSet.of(SUSPENDING, RESUMING, SUCCESS, FAILURE, REVERTED));
        MADE.put(SUSPENDING, EnumSet.of(SUSPENDED, RESUMING, SUCCESS, FAILURE, REVERTED));
        MADE.put(SUSPENDED, EnumSet.of(RUNNING));
        MADE.put(RESUMING, EnumSet.of(SUSPENDED));
        MADE.put(SUCCESS, EnumSet.of(PENDING, RUNNING));
        MADE.put(FAILURE, EnumSet.of(RUNNING));
        MADE.put(REVERTED, EnumSet.of(PENDING));
        IGNORED.put(PENDING, EnumSet.of(SUSPENDING, SUSPENDED, RESUMING));
        IGNORED.put(SUSPENDED, EnumSet.of(SUSPENDING, RESUMING));
        IGNORED.put(SUCCESS, EnumSet.of(SUSPENDING, SUSPENDED, RESUMING));
        IGNORED.put(FAILURE, EnumSet.of(SUSPENDING, SUSPENDED, RESUMING));
        IGNORED.put(REVERTED, EnumSet.of(SUSPENDING, SUSPENDED, RESUMING));
    }

    /** {@return what becomes of a move from this state to the other; an equal state is ignored} */
    public Move moveTo(FlowState next) {
        if (MADE.getOrDefault(this, Set.of()).contains(next)) {
            return Move.MADE;
        }
        boolean ignored = this == next || IGNORED.getOrDefault(this, Set.of()).contains(next);
        return ignored ? Move.IGNORED : Move.FORBIDDEN;
    }

    /**
     * {@return whether an operator may move a flow from this state to the other} One that failed is opened again, so that
     * a resume goes on with it; one that is parked is given up.
     */
    public boolean operatorMayMake(FlowState next) {
        return (this == FAILURE && next == SUSPENDED) || (this == SUSPENDED && next == FAILURE);
    }

    /** {@return whether the flow has ended: a resume or a takeover never runs it again} */
    public boolean isTerminal() {
        return this == SUCCESS || this == FAILURE || this == REVERTED;
    }
}
