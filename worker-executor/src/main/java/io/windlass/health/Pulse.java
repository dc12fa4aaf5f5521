package io.windlass.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When a thread that should never stand still last gave a sign of life. Thread-safe. */
public final class Pulse {
    private static final int MISSED_BEATS = 10;
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final long limit;
    private volatile long beatAt;

    /** One that beats now and should beat every period; it is missed after ten of them, from 10 s on. */
    public Pulse(Duration period, LongSupplier nanoTime) {
        Duration missed = period.multipliedBy(MISSED_BEATS);
        this.limit = (missed.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : missed).toNanos();
        this.nanoTime = nanoTime;
        this.beatAt = nanoTime.getAsLong();
    }

    /** Gives a sign of life. */
    public void beat() {
        beatAt = nanoTime.getAsLong();
    }

    /** {@return whether there was none for too long} */
    public boolean isMissed() {
        return nanoTime.getAsLong() - beatAt > limit;
    }
}
