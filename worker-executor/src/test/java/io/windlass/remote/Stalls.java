package io.windlass.remote;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Notices when this process stood still for so long that others may have taken it for dead. */
final class Stalls implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("stalls"));
    private final Duration longest;
    private long last = System.nanoTime();
    private volatile boolean any;

    Stalls(Duration longest) {
        this.longest = longest;
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        any |= now - last > longest.toNanos();
        last = now;
    }

    boolean any() {
        return any;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
