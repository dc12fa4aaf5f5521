package io.windlass.atom;

import io.windlass.failure.NotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The inputs of a body written as a lambda, by name. Immutable. */
public final class Inputs {
    private final Map<String, @Nullable Object> values;
    private final TaskContext context;

    /** For those who call bodies. */
    public Inputs(Map<String, @Nullable Object> values, TaskContext context) {
        this.values = values;
        this.context = context;
    }

    /** The inputs and the context, which follow one another in the arguments of a body. */
    static Inputs of(List<? extends Input> declared, @Nullable Object[] arguments, int offset) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < declared.size(); i++) {
            values.put(declared.get(i).name(), arguments[offset + i]);
        }
        Object context = Objects.requireNonNull(arguments[offset + declared.size()]);
        return new Inputs(values, (TaskContext) context);
    }

    /**
     * {@return one input, as its declared type}
     *
     * @param input one that was declared
     * @throws NotFoundException when no such input was declared
     */
    public <T> T get(Input.Typed<T> input) {
        return input.cast(get(input.name()));
    }

    /**
     * {@return one input, as its declared type; null where null was given}
     *
     * @throws NotFoundException when no such input was declared
     */
    public @Nullable Object get(String name) {
        if (!values.containsKey(name)) {
            throw new NotFoundException("no input '" + name + "' was declared; there are " + values.keySet());
        }
        return values.get(name);
    }

    /** {@return what the body may know of its run} */
    public TaskContext context() {
        return context;
    }
}
