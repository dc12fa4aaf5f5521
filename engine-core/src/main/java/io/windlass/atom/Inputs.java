package io.windlass.atom;

import io.windlass.failure.NotFoundException;
import java.util.Map;
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
