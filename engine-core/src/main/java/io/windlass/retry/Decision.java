package io.windlass.retry;

/** What a retry controller wants done about a failure. */
public enum Decision {
    /** Undo its flow and what comes after it, and begin another round. */
    RETRY,
    /** Give up: undo its flow and what comes after it, unless the controller of an enclosing flow decides otherwise. */
    REVERT,
    /** Undo everything, without asking the controllers of enclosing flows. */
    REVERT_ALL
}
