package io.windlass.persistence.postgres;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what depends on saves on a few threads of the store's, in the order in which it was handed in. One that is slow
 * holds up neither the writer nor, while a thread is left, the others of its batch. Thread-safe.
 */
final class Completions implements AutoCloseable {
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;

    Completions(String process) {
        threads = Threads.completions(process);
    }

    /** Runs all of them soon; after the close at once, on the caller's thread. */
    void run(List<Runnable> batch) {
        waiting.addAll(batch);
        try {
            // Every thread that is free is told once for the batch, instead of one for each of it.
            for (int i = 0; i < Math.min(batch.size(), Threads.COMPLETION_THREADS); i++) {
                threads.execute(this::drain);
            }
        } catch (RejectedExecutionException e) {
            drain();
        }
    }

    private void drain() {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    /** Lets what was handed in run, and interrupts what takes too long. */
    @Override
    public void close() {
        Threads.shutdown(threads);
    }
}
