package io.windlass.execution;

import io.windlass.failure.Failure;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a request led to.
 *
 * @param name the request
 * @param result what the body returned; null exactly when it failed
 * @param failure why it failed; null exactly when it did not
 * @param worker who ran it; null when the engine's process did
 * @param runId which of its runs it was; null where {@code worker} is
 * @param recorded run once the outcome is durable, so that whoever keeps it may forget it
 * @param unused run instead of that when the run does not wait for the outcome any more, and nothing is recorded of it
 */
public record TaskOutcome(
        RequestName name,
        @Nullable Value result,
        @Nullable Failure failure,
        @Nullable String worker,
        @Nullable String runId,
        Runnable recorded,
        Runnable unused) {
    public TaskOutcome {
        if ((result == null) == (failure == null)) {
            throw new IllegalArgumentException("an outcome is a result or a failure: " + name);
        }
    }

    /** An outcome that is forgotten in the same way whether or not it is recorded. */
    public TaskOutcome(
            RequestName name,
            @Nullable Value result,
            @Nullable Failure failure,
            @Nullable String worker,
            @Nullable String runId,
            Runnable recorded) {
        this(name, result, failure, worker, runId, recorded, recorded);
    }

    /** A result of a run in this process. */
    public static TaskOutcome of(RequestName name, Value result) {
        return new TaskOutcome(name, result, null, null, null, TaskOutcome::nobodyKeepsIt);
    }

    /** A failure of a run in this process. */
    public static TaskOutcome of(RequestName name, Failure failure) {
        return new TaskOutcome(name, null, failure, null, null, TaskOutcome::nobodyKeepsIt);
    }

    private static void nobodyKeepsIt() {}
}
