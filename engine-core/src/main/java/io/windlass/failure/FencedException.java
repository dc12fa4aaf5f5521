package io.windlass.failure;

/** This process lost its lease: another one owns its flows now, and nothing more is recorded by this one. */
public class FencedException extends StorageException {
    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }

    public FencedException(String message, Throwable cause) {
        super(message, cause);
    }
}
