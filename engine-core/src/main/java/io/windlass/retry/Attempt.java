package io.windlass.retry;

import io.windlass.failure.Failure;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One round of a retry. A round that fails in many places is not copied for each question: look at the failures
 * while your method runs, and copy what you keep.
 *
 * @param provided what the controller's execute returned for it
 * @param failures why it failed, by atom, the first failure of each; empty while it has not
 */
public record Attempt(Value provided, Map<String, Failure> failures) {
    public Attempt {
        failures = Collections.unmodifiableMap(failures);
    }

    /**
     * {@return what was provided, as a fresh object; null when that is null}
     *
     * @throws io.windlass.failure.InvalidFormatException when it does not read as the type
     */
    @SuppressWarnings("unchecked") // Jackson read it as exactly this type
    public <T> @Nullable T value(Class<T> type) {
        return (T) Values.read(provided, type);
    }
}
