package io.windlass.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Wakes a run at one moment, the newest that was set. Used by the run's loop. */
final class Alarm {
    private final RunThreads threads;
    private Future<?> timer = CompletableFuture.completedFuture(null);

    Alarm(RunThreads threads) {
        this.threads = threads;
    }

    /** Does something then, or at once when that has passed; never when it is empty. */
    void set(Optional<Instant> moment, Instant now, Runnable action) {
        cancel();
        moment.ifPresent(then -> {
            Duration left = Duration.between(now, then);
            timer = threads.after(left.isNegative() ? Duration.ZERO : left, action);
        });
    }

    void cancel() {
        timer.cancel(false);
    }
}
