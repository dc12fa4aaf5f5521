package io.windlass.failure;

/** A call that the present state of a flow or engine does not allow. */
public class InvalidStateException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public InvalidStateException(String message) {
        super(message);
    }

    public InvalidStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
