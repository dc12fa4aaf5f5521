package io.windlass.persistence;

import io.windlass.failure.StorageException;
import java.util.List;

/** The store refuses rows of a change, for what is in them; nothing of the change was recorded. */
public final class RefusedException extends StorageException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> atoms;

    /**
     * @param atoms the atoms whose rows were refused; empty when it was the flow's own row
     * @param cause what the store said
     */
    public RefusedException(String message, List<String> atoms, Throwable cause) {
        super(message, cause);
        this.atoms = List.copyOf(atoms);
    }

    /** {@return the atoms whose rows were refused; empty when it was the flow's own row} */
    public List<String> atoms() {
        return atoms;
    }
}
