package io.windlass.retry;

import io.windlass.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a retry has been through. Immutable.
 *
 * @param attempts its rounds, oldest first; while a round is being started it is not among them
 * @param failure why the controller's own execute failed; null when it did not
 */
public record History(List<Attempt> attempts, @Nullable Failure failure) {
    public History {
        attempts = List.copyOf(attempts);
    }

    /** {@return how many rounds were started} */
    public int size() {
        return attempts.size();
    }

    /**
     * {@return what each round provided, oldest first, as fresh objects}
     *
     * @throws io.windlass.failure.InvalidFormatException when one does not read as the type
     */
    public <T> List<@Nullable T> provided(Class<T> type) {
        List<@Nullable T> values = new ArrayList<>();
        attempts.forEach(attempt -> values.add(attempt.value(type)));
        return values;
    }

    /**
     * {@return whether a failure of some round is of the type or a subtype of it; one round is asked by
     * {@link Attempt#causedBy}, the controller's own execute by {@link #failure}}
     */
    public boolean causedBy(Class<? extends Throwable> type) {
        return attempts.stream().anyMatch(attempt -> attempt.causedBy(type));
    }
}
