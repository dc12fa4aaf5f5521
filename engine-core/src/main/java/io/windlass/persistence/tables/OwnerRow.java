package io.windlass.persistence.tables;

import io.windlass.persistence.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process, as the store knows it.
 *
 * @param owner the process, with the epoch that it has now
 * @param leaseUntil when others may take its flows over, unless it is renewed
 * @param takenOver when its epoch was raised; null while it was not
 * @param replyQueue what it announced, null when nothing
 */
public record OwnerRow(
        Owner owner,
        Instant leaseUntil,
        @Nullable Instant takenOver,
        @Nullable String replyQueue) {
    boolean isDead(Instant now) {
        return takenOver != null || leaseUntil.isBefore(now);
    }

    /** A lease that was ended for good stays so. */
    OwnerRow renewed(Instant until) {
        return leaseUntil.equals(Instant.MIN) ? this : new OwnerRow(owner, until, takenOver, replyQueue);
    }

    OwnerRow announcing(String queue) {
        return new OwnerRow(owner, leaseUntil, takenOver, queue);
    }

    OwnerRow raised(Instant now) {
        return new OwnerRow(new Owner(owner.id(), owner.epoch() + 1), leaseUntil, now, replyQueue);
    }
}
