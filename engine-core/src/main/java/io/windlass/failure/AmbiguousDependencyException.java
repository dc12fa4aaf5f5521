package io.windlass.failure;

/** A name that several atoms provide, where one was to be chosen. */
public class AmbiguousDependencyException extends DependencyException {
    private static final long serialVersionUID = 1L;

    public AmbiguousDependencyException(String message) {
        super(message);
    }

    public AmbiguousDependencyException(String message, Throwable cause) {
        super(message, cause);
    }
}
