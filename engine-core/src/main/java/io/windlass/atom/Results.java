package io.windlass.atom;

import io.windlass.failure.NotFoundException;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What tasks returned, by their names, for a {@link Decider}. Immutable. */
public final class Results {
    private final Map<String, Value> byAtom;

    /** For those who ask deciders. */
    public Results(Map<String, Value> byAtom) {
        this.byAtom = Map.copyOf(byAtom);
    }

    /** {@return the names of the tasks whose results are here; skipped tasks are not} */
    public Set<String> names() {
        return byAtom.keySet();
    }

    /**
     * {@return what a task returned, as a fresh object; null when that is null}
     *
     * @throws NotFoundException when its result is not here
     * @throws io.windlass.failure.InvalidFormatException when it does not read as the type
     */
    @SuppressWarnings("unchecked") // Jackson read it as exactly this type
    public <T> @Nullable T get(String task, Class<T> type) {
        Value value = byAtom.get(task);
        if (value == null) {
            throw new NotFoundException("there is no result of '" + task + "' here, but of " + names());
        }
        return (T) Values.read(value, type);
    }
}
