package io.windlass.persistence;

/** What became of an orphan. */
public enum OrphanState {
    /** It is kept, and what its run did is still there. */
    FOUND,
    /** What its run did was undone. */
    COMPENSATED,
    /** Undoing what its run did has failed; the flow of its compensation says why. */
    FAILED
}
