package io.windlass.proxy;

/** What an owner tells a worker about a request: mostly an answer whether it may start. */
public enum Verdict {
    /** Start. */
    GO,
    /** The request is over or given up: acknowledge it and forget it. */
    STALE,
    /** Somebody else runs it: ask again later. */
    WAIT,
    /** It was started too often without an outcome: move it to the dead letters and answer that it has failed. */
    POISON,
    /**
     * Not an answer: the run has lasted long, and from now on the owner alone issues the request again. Acknowledge the
     * request and go on with the run.
     */
    HELD
}
