package io.windlass.failure;

/** Two atoms of one flow with the same name, or one atom in two places. */
public class DuplicateException extends DefinitionException {
    private static final long serialVersionUID = 1L;

    public DuplicateException(String message) {
        super(message);
    }

    public DuplicateException(String message, Throwable cause) {
        super(message, cause);
    }
}
