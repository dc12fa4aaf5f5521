package io.windlass.execution;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says when runs of bodies have taken too long. Has a thread once there is one that is limited. Thread-safe. */
final class RunLimits {
    static final Future<?> NONE = CompletableFuture.completedFuture(null);

    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    /** Does something short when a run that begins now has taken so long; {@return what to cancel when it has ended} */
    synchronized Future<?> begin(Duration limit, Runnable tooLong) {
        if (closed) {
            return NONE;
        }
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "windlass-run-limits");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
        }
        return timer.schedule(tooLong, nanos(limit), TimeUnit.NANOSECONDS);
    }

    private static long nanos(Duration limit) {
        try {
            return limit.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2; // in 146 years; the timer does not take more
        }
    }

    /** Runs that go on are not limited any more. */
    synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
