package io.windlass.failure;

/**
 * A flow is cancelled, or an atom of it was given up on for that reason: its body did not end in time, was never started,
 * or is lost. A body that notices that it should end may throw it too.
 */
public final class CancelledException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }
}
