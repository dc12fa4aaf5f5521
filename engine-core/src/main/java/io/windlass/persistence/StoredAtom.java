package io.windlass.persistence;

import io.windlass.atom.Progress;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An atom as it is stored. An atom without a record is PENDING, to be executed.
 *
 * @param name unique in its flow
 * @param version the task's version as text, such as {@code 1.0}
 * @param round of its newest request, 0 before the first
 * @param attempt of its newest request, 0 before the first
 * @param result what execute returned; of a retry its history; null when there is none
 * @param failure why execute failed, in its dictionary form; null when it did not
 * @param revertFailure why revert failed, in its dictionary form; null when it did not
 * @param worker who made the newest outcome; null before the first, and for local runs
 * @param runId the run that made it; null where {@code worker} is
 * @param meta what else is kept of it, by name, such as progress or injected values
 * @param due when its next request may start; null when nothing waits
 * @param startBy when its newest request is given up unless a worker has started it; null when that is not limited
 * @param deadline when its execute is given up, with all attempts; null when that is not limited. This and the other two
 *     by the store's clock, in microseconds, up to the year 9999
 */
public record StoredAtom(
        String name,
        AtomKind kind,
        String version,
        AtomState state,
        Intention intention,
        int round,
        int attempt,
        @Nullable Value result,
        @Nullable Value failure,
        @Nullable Value revertFailure,
        @Nullable String worker,
        @Nullable String runId,
        Map<String, Value> meta,
        @Nullable Instant due,
        @Nullable Instant startBy,
        @Nullable Instant deadline) {
    public StoredAtom {
        meta = Map.copyOf(meta);
        due = micros(due);
        startBy = micros(startBy);
        deadline = micros(deadline);
    }

    /** One whose time is not limited. */
    public StoredAtom(
            String name,
            AtomKind kind,
            String version,
            AtomState state,
            Intention intention,
            int round,
            int attempt,
            @Nullable Value result,
            @Nullable Value failure,
            @Nullable Value revertFailure,
            @Nullable String worker,
            @Nullable String runId,
            Map<String, Value> meta,
            @Nullable Instant due) {
        this(
                name,
                kind,
                version,
                state,
                intention,
                round,
                attempt,
                result,
                failure,
                revertFailure,
                worker,
                runId,
                meta,
                due,
                null,
                null);
    }

    private static @Nullable Instant micros(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }

    /** {@return how far the task has come, by its metadata and state; of a retry by its state} */
    public Progress progress() {
        return ProgressMeta.of(state, meta);
    }
}
