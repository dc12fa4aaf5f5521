package io.windlass.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Where a run is in its turns, after TaskFlow's engine-internal machine. Not stored: a run that is resumed starts anew. */
public enum MachineState {
    /** Nothing has been done. */
    UNDEFINED,
    /** What is stored is taken up: failures are resolved again, what was in flight is found. */
    RESUMING,
    /** What was selected is started. */
    SCHEDULING,
    /** Outcomes are waited for. */
    WAITING,
    /** Outcomes are recorded, and what follows from them is selected. */
    ANALYZING,
    /** Nothing is left to wait for: it is worked out how the run ends. */
    GAME_OVER,
    /** The flow has ended well. */
    SUCCESS,
    /** The flow is suspended. */
    SUSPENDED,
    /** The flow is undone. */
    REVERTED,
    /** The run has failed. */
    FAILURE;

    private static final Map<MachineState, Set<MachineState>> NEXT = new EnumMap<>(MachineState.class);

    static {
        NEXT.put(UNDEFINED, EnumSet.of(RESUMING));
        NEXT.put(RESUMING, EnumSet.of(SCHEDULING));
        NEXT.put(SCHEDULING, EnumSet.of(WAITING));
        NEXT.put(WAITING, EnumSet.of(ANALYZING));
        NEXT.put(ANALYZING, EnumSet.of(SCHEDULING, WAITING, GAME_OVER));
        NEXT.put(GAME_OVER, EnumSet.of(SUCCESS, SUSPENDED, REVERTED, FAILURE));
    }

    /** {@return whether a run may go from this state to the other} */
    public boolean mayBecome(MachineState next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** {@return whether a run ends in this state} */
    public boolean isLast() {
        return !NEXT.containsKey(this);
    }

    /** {@return the state in which a run ends whose flow ends in that state} */
    public static MachineState endingIn(FlowState flow) {
        return switch (flow) {
            case SUCCESS -> SUCCESS;
            case SUSPENDED -> SUSPENDED;
            case REVERTED -> REVERTED;
            default -> FAILURE;
        };
    }
}
