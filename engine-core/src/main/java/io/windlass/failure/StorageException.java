package io.windlass.failure;

/** The store cannot be read or written. */
public class StorageException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
