package io.windlass.engine;

import io.windlass.failure.Failure;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of one atom, at one moment.
 *
 * @param name its name
 * @param kind whether it is a task or a retry
 * @param version of its code, as text
 * @param state where it is
 * @param intention what is meant to be done with it
 * @param round of its newest request, 0 before the first
 * @param attempt of its newest request, 0 before the first
 * @param failure why execute failed; null when it did not
 * @param revertFailure why revert failed; null when it did not
 * @param due when it may start, where it waits for another attempt or round; else null
 */
public record AtomDetails(
        String name,
        AtomKind kind,
        String version,
        AtomState state,
        Intention intention,
        int round,
        int attempt,
        @Nullable Failure failure,
        @Nullable Failure revertFailure,
        @Nullable Instant due) {}
