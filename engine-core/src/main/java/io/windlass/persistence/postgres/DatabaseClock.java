package io.windlass.persistence.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, as this process reckons it between two statements that tell what it shows; the process's own
 * wall clock is not asked. An answer may have been under way for all the time that its statement took, so one that came
 * quickly counts for more than a later one that took long, until drift has made that the better one. Thread-safe.
 */
final class DatabaseClock implements InstantSource {
    /** By how much a second of this process may differ from one of the database: far more than quartz is off by. */
    private static final long DRIFT = 1_000;

    private final LongSupplier nanoTime;
    private volatile @Nullable Reading newest;

    /**
     * What the clock showed.
     *
     * @param at the middle of the statement, in monotonic nanoseconds
     * @param error in nanoseconds, half of what the statement took
     */
    private record Reading(Instant shown, long at, long error) {
        long errorAt(long now) {
            return error + (now - at) / DRIFT;
        }
    }

    DatabaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Takes what the database's clock showed during a statement, which was sent then and is answered now. */
    synchronized void shows(Instant shown, long sent) {
        long now = nanoTime.getAsLong();
        long half = (now - sent) / 2;
        Reading reading = new Reading(shown, sent + half, half);
        Reading before = newest;
        if (before == null || reading.errorAt(now) <= before.errorAt(now)) {
            newest = reading;
        }
    }

    @Override
    public Instant instant() {
        Reading reading = newest;
        if (reading == null) {
            throw new IllegalStateException("no statement has told yet what the database's clock shows");
        }
        return reading.shown().plus(Duration.ofNanos(nanoTime.getAsLong() - reading.at()));
    }
}
