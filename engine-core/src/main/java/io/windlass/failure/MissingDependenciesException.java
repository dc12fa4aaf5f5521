package io.windlass.failure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Inputs that nothing visible to their atoms provides. */
public class MissingDependenciesException extends DependencyException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Set<String>> missing;

    /**
     * Says what is missing.
     *
     * @param missing the names that are missing, by the atom that needs them
     */
    public MissingDependenciesException(String message, Map<String, Set<String>> missing) {
        super(message);
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        missing.forEach((atom, names) -> copy.put(atom, Set.copyOf(names)));
        this.missing = Collections.unmodifiableMap(copy);
    }

    /** {@return the names that are missing, by the atom that needs them; in the flow's order} */
    public Map<String, Set<String>> missing() {
        return missing;
    }
}
