package io.windlass.worker;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The threads that run bodies, and how full they are. What comes when all are taken waits here. Thread-safe. */
final class Slots {
    private final int count;
    private final Consumer<Held> body;
    private final ExecutorService threads;
    /** What is queued or in a slot. */
    private final AtomicInteger taken = new AtomicInteger();
    /** When a slot was last taken while there were others, or came free. */
    private volatile long movedAt = System.nanoTime();

    private volatile Runnable freed = () -> {};

    Slots(int count, Consumer<Held> body) {
        this.count = count;
        this.body = body;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                count, task -> new Thread(task, "windlass-slot-" + number.incrementAndGet()));
    }

    /** Tells somebody each time when a slot has come free; it must not block. */
    void onFreed(Runnable listener) {
        freed = listener;
    }

    int count() {
        return count;
    }

    /** Has it run in the next slot that is free. */
    void queue(Held one) throws RejectedExecutionException {
        if (taken.incrementAndGet() <= count) {
            movedAt = System.nanoTime();
        }
        try {
            threads.execute(() -> {
                try {
                    body.accept(one);
                } finally {
                    free();
                }
            });
        } catch (RejectedExecutionException e) {
            taken.decrementAndGet();
            throw e;
        }
    }

    private void free() {
        movedAt = System.nanoTime();
        taken.decrementAndGet();
        freed.run();
    }

    /** {@return whether one more would start at once} */
    boolean isFree() {
        return taken.get() < count;
    }

    /** {@return whether at most half of them are taken} */
    boolean isHalfFree() {
        return 2 * taken.get() <= count;
    }

    /** {@return whether all are taken, and none came free for so long} */
    boolean isStuck(Duration time) {
        return !isFree() && System.nanoTime() - movedAt >= time.toNanos();
    }

    /** Takes nothing new; what waits is still called, to find out that it is over. */
    void shutdown() {
        threads.shutdown();
    }

    /** Waits until all have ended; {@return whether they have} */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Interrupts what still runs. */
    void interrupt() {
        threads.shutdownNow();
    }
}
