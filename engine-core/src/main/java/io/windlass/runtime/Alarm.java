package io.windlass.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Wakes a run at one moment, the newest that was set, and about every hour before: the clock may be put right meanwhile.
 * Used by the run's loop.
 */
final class Alarm {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final RunThreads threads;
    private Future<?> timer = CompletableFuture.completedFuture(null);

    Alarm(RunThreads threads) {
        this.threads = threads;
    }

    /** Does something then, or at once when that has passed, or earlier; never when it is empty. */
    void set(Optional<Instant> moment, Instant now, Runnable action) {
        cancel();
        moment.ifPresent(then -> {
            Duration left = Duration.between(now, then);
            Duration wait = left.compareTo(LONGEST) < 0 ? left : LONGEST;
            timer = threads.after(wait.isNegative() ? Duration.ZERO : wait, action);
        });
    }

    void cancel() {
        timer.cancel(false);
    }
}
