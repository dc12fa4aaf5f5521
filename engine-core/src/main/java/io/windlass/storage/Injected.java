package io.windlass.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.atom.Input;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one atom's arguments are given. What is stored is hidden by what the definition says, and that by what this
 * process was told later.
 */
final class Injected {
    /** Under which name of the atom's metadata the stored ones are, as an object. */
    static final String META = "injected";

    private final Map<String, Value> stored = new LinkedHashMap<>();
    private final Map<String, Value> inMemory;

    Injected(Map<String, Value> defined, @Nullable Value kept) {
        this.inMemory = new LinkedHashMap<>(defined);
        if (kept != null) {
            Values.tree(kept).properties().forEach(entry -> stored.put(entry.getKey(), Values.of(entry.getValue())));
        }
    }

    /** {@return the values of those inputs that have any} */
    Map<String, Value> of(List<Input> inputs) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Input input : inputs) {
            Value value = inMemory.getOrDefault(input.name(), stored.get(input.name()));
            if (value != null) {
                values.put(input.name(), value);
            }
        }
        return values;
    }

    void putInMemory(Map<String, Value> arguments) {
        inMemory.putAll(arguments);
    }

    /** Adds to what is stored; {@return the metadata that say so} */
    Map<String, Value> put(Map<String, Value> arguments) {
        stored.putAll(arguments);
        ObjectNode object = Values.mapper().createObjectNode();
        stored.forEach((name, value) -> object.set(name, Values.tree(value)));
        return Map.of(META, Values.of(object));
    }
}
