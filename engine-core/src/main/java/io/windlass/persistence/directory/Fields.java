package io.windlass.persistence.directory;

import io.windlass.failure.InvalidFormatException;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object; null is a field that is not there. Not thread-safe. */
final class Fields {
    private final Map<String, Value> values;

    private Fields(Map<String, Value> values) {
        this.values = values;
    }

    static Fields none() {
        return new Fields(new LinkedHashMap<>());
    }

    /** @throws InvalidFormatException when the text is no JSON object */
    static Fields read(String json) {
        return new Fields(ValueMaps.read(json));
    }

    Fields put(String name, @Nullable Object plain) {
        return value(name, plain == null ? null : Values.write(plain));
    }

    Fields value(String name, @Nullable Value value) {
        if (value != null) {
            values.put(name, value);
        }
        return this;
    }

    /** Sorted, so that a file that says the same is the same. */
    Fields values(String name, Map<String, Value> map) {
        return value(name, new Value(ValueMaps.write(new TreeMap<>(map))));
    }

    String lines() {
        return ValueMaps.writeLines(values);
    }

    String line() {
        return ValueMaps.write(values) + "\n";
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    Value value(String name) {
        return values.get(name);
    }

    @Nullable
    String optional(String name) {
        @Nullable Value value = values.get(name);
        return value == null ? null : (String) Values.read(value, String.class);
    }

    String text(String name) {
        @Nullable String text = optional(name);
        if (text == null) {
            throw new InvalidFormatException("it has no '" + name + "'");
        }
        return text;
    }

    long number(String name) {
        @Nullable Value value = values.get(name);
        if (value == null) {
            throw new InvalidFormatException("it has no '" + name + "'");
        }
        return Values.tree(value).asLong();
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    Map<String, Value> values(String name) {
        @Nullable Value value = values.get(name);
        return value == null ? Map.of() : ValueMaps.read(value.json());
    }
}
