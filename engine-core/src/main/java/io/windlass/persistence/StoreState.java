package io.windlass.persistence;

/** Whether a process can record, as far as it knows without asking the store. */
public enum StoreState {
    /** It holds its lease. */
    LEASED,
    /** It could not renew its lease in time: others may have taken its flows, or it goes on when the store is back. */
    OVERDUE,
    /** It lost its lease: its flows belong to others and it records nothing more. It must be started again. */
    FENCED,
    /** One of the threads that the store works with has died: it must be started again. */
    BROKEN,
    /** It was closed. */
    CLOSED
}
