package io.windlass.proxy;

/** What a worker process is about. */
public enum WorkerState {
    /** Takes requests. */
    RUNNING,
    /** Finishes what it runs and takes nothing new. */
    DRAINING,
    /** Ends now, holding nothing. */
    GONE
}
