package io.windlass.failure;

/** A task class or flow that is not well formed; found while it is being defined. */
public class DefinitionException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public DefinitionException(String message) {
        super(message);
    }

    public DefinitionException(String message, Throwable cause) {
        super(message, cause);
    }
}
