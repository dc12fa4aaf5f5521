package io.windlass.job.base;

import io.windlass.job.Job;
import io.windlass.job.JobState;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that is on the board, as it is at this moment.
 *
 * @param owner who claims it; empty when nobody's claim holds
 * @param modifiedAt when it was posted, claimed or abandoned last
 */
public record Sighting(Job job, Optional<String> owner, Instant modifiedAt) {
    JobState state() {
        return owner.isPresent() ? JobState.CLAIMED : JobState.UNCLAIMED;
    }
}
