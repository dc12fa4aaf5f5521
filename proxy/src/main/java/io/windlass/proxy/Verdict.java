package io.windlass.proxy;

/** An owner's answer to a worker that asks whether it may start. */
public enum Verdict {
    /** Start. */
    GO,
    /** The request is over or given up: acknowledge it and forget it. */
    STALE,
    /** Somebody else runs it: ask again later. */
    WAIT,
    /** It was started too often without an outcome: move it to the dead letters and answer that it has failed. */
    POISON
}
