package io.windlass.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job that was put aside instead of being done.
 *
 * @param posting what was posted
 * @param createdAt when it was posted, by the board's clock
 * @param trashedAt when it was put aside, by the board's clock
 * @param who who did that
 * @param why the reason; null when none was given
 */
public record TrashedJob(
        JobPosting posting,
        Instant createdAt,
        Instant trashedAt,
        String who,
        @Nullable String why) {
    /** {@return the job's id} */
    public UUID id() {
        return posting.id();
    }

    /** {@return the reason; empty when none was given} */
    public Optional<String> reason() {
        return Optional.ofNullable(why);
    }
}
