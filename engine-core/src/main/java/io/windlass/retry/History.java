package io.windlass.retry;

import io.windlass.failure.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a retry has been through.
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

    /** {@return whether a failure of some round, or the controller's own, is of the type or a subtype of it} */
    public boolean causedBy(Class<? extends Throwable> type) {
        return (failure != null && failure.is(type))
                || attempts.stream()
                        .flatMap(attempt -> attempt.failures().values().stream())
                        .anyMatch(failed -> failed.is(type));
    }
}
