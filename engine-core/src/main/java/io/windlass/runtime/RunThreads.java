package io.windlass.runtime;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that runs share: a few for their loops, which never block, and as many as are wanted for user code
 * (listeners). One set serves any number of runs; close it when they have ended.
 */
public final class RunThreads implements AutoCloseable {
    private final ExecutorService loops;
    private final ExecutorService user = Executors.newCachedThreadPool(named("windlass-user-"));

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, named("windlass-timer-"));

    /** A set with one loop thread for each processor. */
    public RunThreads() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** A set with the given number of loop threads, at least 1. */
    public RunThreads(int loopThreads) {
        this.loops = Executors.newFixedThreadPool(loopThreads, named("windlass-loop-"));
        timers.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    ExecutorService loops() {
        return loops;
    }

    ExecutorService user() {
        return user;
    }

    /** Does something short after a while, unless it is cancelled before. */
    Future<?> after(Duration wait, Runnable action) {
        return timers.schedule(action, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts nothing more; what runs is let finish. */
    @Override
    public void close() {
        timers.shutdownNow();
        loops.shutdown();
        user.shutdown();
    }
}
