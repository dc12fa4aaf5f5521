package io.windlass.remote;

import io.windlass.failure.WindlassException;

/** A run of a task took longer on its worker than {@link io.windlass.atom.Task#runTimeout} allows. */
public final class RunTimeoutException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** Says which, where, and how long it may take. */
    public RunTimeoutException(String message) {
        super(message);
    }
}
