package io.windlass.failure;

/** Inputs that nothing visible to their atom provides. */
public class MissingDependenciesException extends DependencyException {
    private static final long serialVersionUID = 1L;

    public MissingDependenciesException(String message) {
        super(message);
    }

    public MissingDependenciesException(String message, Throwable cause) {
        super(message, cause);
    }
}
