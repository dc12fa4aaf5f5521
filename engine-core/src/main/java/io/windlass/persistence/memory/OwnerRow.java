package io.windlass.persistence.memory;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process, as the store knows it. Guarded by its store. */
final class OwnerRow {
    private long epoch = 1;
    private Instant leaseUntil;
    private boolean frozen;
    private @Nullable String replyQueue;

    OwnerRow(Instant leaseUntil) {
        this.leaseUntil = leaseUntil;
    }

    long epoch() {
        return epoch;
    }

    Optional<String> replyQueue() {
        return Optional.ofNullable(replyQueue);
    }

    void announce(String queue) {
        replyQueue = queue;
    }

    void renew(Instant until) {
        if (!frozen) {
            leaseUntil = until;
        }
    }

    void freeze() {
        frozen = true;
    }

    boolean isDead(Instant now) {
        return frozen || leaseUntil.isBefore(now);
    }

    boolean wasTakenOver() {
        return epoch > 1;
    }

    void raiseEpoch() {
        epoch++;
    }
}
