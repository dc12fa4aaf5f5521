package io.windlass.job;

/**
 * The states of a job. Boards store none: a job that is on the board is CLAIMED while somebody's claim on it holds, else
 * UNCLAIMED; one that is not is COMPLETE.
 */
public enum JobState {
    /** Nobody claims it, or its claimer's process is gone. */
    UNCLAIMED,
    /** Somebody works on it. */
    CLAIMED,
    /** It was consumed or trashed. */
    COMPLETE;

    /** {@return whether a job of this state may come to be of the other; never of its own} */
    public boolean mayBecome(JobState next) {
        return switch (this) {
            case UNCLAIMED -> next == CLAIMED;
            case CLAIMED -> next == UNCLAIMED || next == COMPLETE;
            case COMPLETE -> false;
        };
    }
}
