package io.windlass.failure;

/** A task took longer than {@link io.windlass.atom.Task#timeout} allows, with all its attempts, and was given up. */
public final class TaskTimeoutException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** Says which, how long it may take and until when, and who had it. */
    public TaskTimeoutException(String message) {
        super(message);
    }
}
