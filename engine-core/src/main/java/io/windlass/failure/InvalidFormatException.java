package io.windlass.failure;

/** A message or stored record that is not in the form it should have. */
public class InvalidFormatException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public InvalidFormatException(String message) {
        super(message);
    }

    public InvalidFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
