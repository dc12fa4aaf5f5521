package io.windlass.persistence.postgres;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The store's threads: daemons, for a process that ends is fenced by its lease and loses nothing committed. */
final class Threads {
    static final int COMPLETION_THREADS = 2;
    private static final long COMPLETION_SECONDS = 5;

    private Threads() {}

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** {@return where saves complete, so that what depends on one of them does not hold up the writer} */
    static ExecutorService completions(String process) {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = work -> daemon("windlass-store-done-" + process + "-" + count.incrementAndGet(), work);
        return Executors.newFixedThreadPool(COMPLETION_THREADS, factory);
    }

    /** Lets what was submitted run, and interrupts what takes too long. */
    static void shutdown(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(COMPLETION_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
