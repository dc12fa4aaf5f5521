package io.windlass.failure;

/** A flow took longer than {@code EngineBuilder.timeout} allows; it is given up and undone. */
public final class FlowTimeoutException extends WindlassException {
    private static final long serialVersionUID = 1L;

    /** Says which, how long it may take and until when, and what it was at. */
    public FlowTimeoutException(String message) {
        super(message);
    }
}
