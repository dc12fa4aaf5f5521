package io.windlass.failure;

/** A graph of atoms that cannot be: it has a cycle, or a name that nothing resolves. */
public class DependencyException extends DefinitionException {
    private static final long serialVersionUID = 1L;

    public DependencyException(String message) {
        super(message);
    }

    public DependencyException(String message, Throwable cause) {
        super(message, cause);
    }
}
