package io.windlass.persistence.postgres;

import java.time.Duration;

/** How long to wait between repetitions: twice as long each time, up to a limit. Not thread-safe. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration next = FIRST;

    Duration next() {
        Duration current = next;
        Duration twice = current.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return current;
    }
}
