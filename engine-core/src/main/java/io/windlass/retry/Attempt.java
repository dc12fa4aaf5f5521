package io.windlass.retry;

import io.windlass.failure.Failure;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One round of a retry, as it was when the controller was asked. Immutable, given a map that nobody changes: it is
 * not copied.
 *
 * @param provided what the controller's execute returned for it
 * @param failures why it failed, by atom, in the order in which they came, the first of each; empty while it has not
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

    /** {@return whether a failure of this round is of the type or a subtype of it} */
    public boolean causedBy(Class<? extends Throwable> type) {
        return failures.values().stream().anyMatch(failed -> failed.is(type));
    }
}
