package io.windlass.failure;

/** No worker had a slot free for a task within what {@link io.windlass.atom.Task#queuedTimeout} allows; it was given up. */
public final class QueuedTimeoutException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** Says which, how long it may wait, where it waited, and how busy the workers are. */
    public QueuedTimeoutException(String message) {
        super(message);
    }
}
