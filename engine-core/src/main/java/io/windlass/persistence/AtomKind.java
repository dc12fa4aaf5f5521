package io.windlass.persistence;

/** What an atom is; a stored atom of another kind than the flow's is an error. */
public enum AtomKind {
    TASK,
    RETRY
}
