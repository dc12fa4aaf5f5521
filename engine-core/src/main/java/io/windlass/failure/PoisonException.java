package io.windlass.failure;

/**
 * A request was started again and again by workers, and no run of it came to an end: it is started no more. Its
 * message names the request, how often it was started and by whom; the request is among the broker's dead letters.
 */
public final class PoisonException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public PoisonException(String message) {
        super(message);
    }
}
