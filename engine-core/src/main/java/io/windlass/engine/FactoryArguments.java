package io.windlass.engine;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.NotFoundException;
import io.windlass.value.Values;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a flow factory is given, by name. Each value is JSON, read as the type that is asked for: the first time, and
 * when the flow is made again from what was stored. Immutable.
 */
public final class FactoryArguments {
    private final String factory;
    private final Map<String, JsonNode> values;

    FactoryArguments(String factory, Map<String, JsonNode> values) {
        this.factory = factory;
        this.values = values;
    }

    /**
     * {@return the value of an argument}
     *
     * @throws NotFoundException when it was not given, or is null; says what was given
     * @throws InvalidFormatException when it is of another type
     */
    public <T> T get(String name, Class<T> type) {
        return find(name, type).orElseThrow(() -> missing(name));
    }

    /**
     * {@return the value of an argument of a generic type}
     *
     * @throws NotFoundException when it was not given, or is null; says what was given
     * @throws InvalidFormatException when it is of another type
     */
    @SuppressWarnings("unchecked") // Jackson read it as exactly this type
    public <T> T get(String name, TypeReference<T> type) {
        return (T) Optional.ofNullable(read(name, type.getType())).orElseThrow(() -> missing(name));
    }

    /**
     * {@return the value of an argument; empty when it was not given, or is null}
     *
     * @throws InvalidFormatException when it is of another type
     */
    @SuppressWarnings("unchecked") // Jackson read it as exactly this type, which may be primitive
    public <T> Optional<T> find(String name, Class<T> type) {
        return Optional.ofNullable((T) read(name, type));
    }

    private @Nullable Object read(String name, Type type) {
        JsonNode value = values.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return Values.read(Values.of(value), type);
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(
                    "argument '" + name + "' of flow factory '" + factory + "': " + e.getMessage(), e);
        }
    }

    private NotFoundException missing(String name) {
        return new NotFoundException(
                "flow factory '" + factory + "' needs an argument '" + name + "'; it was given " + values.keySet());
    }
}
