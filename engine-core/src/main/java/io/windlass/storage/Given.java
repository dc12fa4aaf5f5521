package io.windlass.storage;

import io.windlass.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that a flow was given: those that are stored with it, and those for this process, which hide them. */
final class Given {
    private final Map<String, Value> stored;
    private final Map<String, Value> inMemory = new LinkedHashMap<>();

    Given(Map<String, Value> stored) {
        this.stored = new LinkedHashMap<>(stored);
    }

    @Nullable
    Value get(String name) {
        Value value = inMemory.get(name);
        return value == null ? stored.get(name) : value;
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(stored.keySet());
        names.addAll(inMemory.keySet());
        return names;
    }

    void putInMemory(Map<String, Value> values) {
        inMemory.putAll(values);
    }

    /** Adds to what is stored; {@return all of it} */
    Map<String, Value> put(Map<String, Value> values) {
        stored.putAll(values);
        return Map.copyOf(stored);
    }
}
