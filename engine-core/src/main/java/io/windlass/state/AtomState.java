package io.windlass.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** The states of an atom, with TaskFlow's table of transitions. */
public enum AtomState {
    PENDING,
    RUNNING,
    SUCCESS,
    FAILURE,
    REVERTING,
    REVERTED,
    /** Its revert failed: no run goes on from here, an operator is needed. */
    REVERT_FAILURE,
    IGNORE,
    /** Retry controllers only: about to start another round. */
    RETRYING;

    private static final Map<AtomState, Set<AtomState>> TASK = table();
    private static final Map<AtomState, Set<AtomState>> RETRY = retryTable();
    private static final Map<AtomState, Set<AtomState>> OPERATOR = Map.of(
            FAILURE, EnumSet.of(RUNNING, SUCCESS, REVERTED, IGNORE),
            REVERT_FAILURE, EnumSet.of(REVERTING, REVERTED, IGNORE));

    private static Map<AtomState, Set<AtomState>> table() {
        Map<AtomState, Set<AtomState>> table = new EnumMap<>(AtomState.class);
        table.put(PENDING, EnumSet.of(RUNNING, IGNORE));
        table.put(RUNNING, EnumSet.of(SUCCESS, FAILURE));
        table.put(SUCCESS, EnumSet.of(REVERTING));
        table.put(FAILURE, EnumSet.of(REVERTING));
        table.put(REVERTING, EnumSet.of(REVERTED, REVERT_FAILURE));
        table.put(REVERTED, EnumSet.of(PENDING));
        table.put(IGNORE, EnumSet.of(PENDING));
        table.put(REVERT_FAILURE, EnumSet.noneOf(AtomState.class));
        table.put(RETRYING, EnumSet.noneOf(AtomState.class));
        return table;
    }

    private static Map<AtomState, Set<AtomState>> retryTable() {
        Map<AtomState, Set<AtomState>> table = table();
        table.put(SUCCESS, EnumSet.of(REVERTING, RETRYING));
        table.put(RETRYING, EnumSet.of(RUNNING));
        return table;
    }

    /** {@return whether a task may go from this state to the other; an equal state is no transition} */
    public boolean taskMayBecome(AtomState next) {
        return TASK.getOrDefault(this, Set.of()).contains(next);
    }

    /** {@return whether a retry controller may go from this state to the other} */
    public boolean retryMayBecome(AtomState next) {
        return RETRY.getOrDefault(this, Set.of()).contains(next);
    }

    /**
     * {@return whether an operator may move an atom from this state to the other} These moves are made of what is stuck
     * only ({@link #isStuck}), while nobody runs the flow: it is tried again, said to be done or undone, or skipped.
     */
    public boolean operatorMayMake(AtomState next) {
        return OPERATOR.getOrDefault(this, Set.of()).contains(next);
    }

    /**
     * {@return whether an atom in this state is for an operator to decide about, as no run does anything about it}
     *
     * @param intention what is meant to be done with it: a failure that is to be undone is dealt with already
     */
    public boolean isStuck(Intention intention) {
        return this == REVERT_FAILURE || (this == FAILURE && intention == Intention.EXECUTE);
    }

    /** {@return whether somebody ran it, and this is what came of it} */
    public boolean isOutcome() {
        return this == SUCCESS || this == FAILURE || this == REVERTED || this == REVERT_FAILURE;
    }

    /** {@return whether an executor has, or had when the process died, a request for it} */
    public boolean isInFlight() {
        return this == RUNNING || this == REVERTING;
    }

    /**
     * {@return how far a task is by this state alone: 0 where nothing is done, or has just begun, 1 where all is; empty
     * where it stopped on the way}
     */
    public OptionalDouble impliedProgress() {
        return switch (this) {
            case PENDING, IGNORE, RUNNING, REVERTING -> OptionalDouble.of(0);
            case SUCCESS, REVERTED -> OptionalDouble.of(1);
            case FAILURE, REVERT_FAILURE, RETRYING -> OptionalDouble.empty();
        };
    }
}
