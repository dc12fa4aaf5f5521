package io.windlass.state;

/** What the engine means to do with an atom; stored beside its state, changed without a notification. */
public enum Intention {
    /** Run it forward: where every atom begins. */
    EXECUTE,
    /** Undo it, or do not start it if it has not been. */
    REVERT,
    /** Retry controllers only: start another round once all behind it is undone. */
    RETRY,
    /** Skip it: a decider said so. */
    IGNORE
}
