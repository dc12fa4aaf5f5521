package io.windlass.failure;

/** A value, atom or flow that is not there, or not yet. */
public class NotFoundException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }

    public NotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
