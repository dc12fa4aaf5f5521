package io.windlass.health;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads for a server that must not be held up by slow clients: what takes too long is interrupted, which closes
 * the channel that it reads or writes, and so is at once what comes while too much waits. Thread-safe.
 */
final class HastyThreads implements Executor, AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 32;
    private static final long CLOSE_SECONDS = 5;

    private final long patience;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor watchdog;

    HastyThreads(String name, Duration patience) {
        this.patience = patience.toNanos();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), factory, (task, pool) -> {
                    if (!pool.isShutdown()) {
                        runInterrupted(task);
                    }
                });
        watchdog = new ScheduledThreadPoolExecutor(1, factory);
        watchdog.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(new Hasty(task));
    }

    /** Its first read closes its channel. */
    private static void runInterrupted(Runnable task) {
        Thread.currentThread().interrupt();
        try {
            ((Hasty) task).task().run();
        } finally {
            boolean unused = Thread.interrupted();
        }
    }

    private final class Hasty implements Runnable {
        private final Runnable task;

        Hasty(Runnable task) {
            this.task = task;
        }

        Runnable task() {
            return task;
        }

        @Override
        public void run() {
            Thread self = Thread.currentThread();
            ScheduledFuture<?> alarm = watchdog.schedule(self::interrupt, patience, TimeUnit.NANOSECONDS);
            try {
                task.run();
            } finally {
                alarm.cancel(false);
                boolean unused = Thread.interrupted();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        watchdog.shutdownNow();
        try {
            boolean unused = threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    && watchdog.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
