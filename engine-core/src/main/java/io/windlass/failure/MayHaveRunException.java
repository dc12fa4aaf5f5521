package io.windlass.failure;

/**
 * A task that runs at most once was started, or was about to be, and what came of it is not known: its worker or its
 * process is gone. It may have run, in part or whole, and is not started again.
 */
public final class MayHaveRunException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public MayHaveRunException(String message) {
        super(message);
    }
}
