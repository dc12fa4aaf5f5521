package io.windlass.failure;

/** A run of a task took longer than {@link io.windlass.atom.Task#runTimeout} allows, and was given up. */
public final class RunTimeoutException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** Says which, where, and how long it may take. */
    public RunTimeoutException(String message) {
        super(message);
    }
}
