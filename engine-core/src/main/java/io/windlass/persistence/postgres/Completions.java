package io.windlass.persistence.postgres;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what depends on saves on a few threads of the store's, in the order in which it was handed in. One that is slow
 * holds up neither the writer nor, while a thread is left, the others of its batch. Thread-safe.
 */
final class Completions implements AutoCloseable {
    /** So many go together at most. */
    static final int TURN = 64;

    private final Queue<Ended<?>> waiting = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;
    private volatile Consumer<Runnable> frame = Runnable::run;

    Completions(String process) {
        threads = Threads.completions(process);
    }

    /** Saves that have ended together, of which each thread that is free takes the next one. */
    private static final class Ended<T> {
        private final List<T> saves;
        private final Consumer<T> completion;
        private final AtomicInteger begun = new AtomicInteger();

        Ended(List<T> saves, Consumer<T> completion) {
            this.saves = saves;
            this.completion = completion;
        }

        /** {@return whether there was one left} */
        boolean completeNext() {
            int next = begun.getAndIncrement();
            if (next >= saves.size()) {
                return false;
            }
            completion.accept(saves.get(next));
            return true;
        }
    }

    /** Completes all of them soon, in their order; after the close at once, on the caller's thread. */
    <T> void run(List<T> saves, Consumer<T> completion) {
        waiting.add(new Ended<>(saves, completion));
        try {
            // Every thread that is free is told once for the batch, instead of one for each of it.
            for (int i = 0; i < Math.min(saves.size(), Threads.COMPLETION_THREADS); i++) {
                threads.execute(this::drain);
            }
        } catch (RejectedExecutionException e) {
            drain();
        }
    }

    /** Has them run inside of that, which may be called for a few of them at a time. */
    synchronized void within(Consumer<Runnable> outer) {
        Consumer<Runnable> inner = frame;
        frame = work -> outer.accept(() -> inner.accept(work));
    }

    private void drain() {
        while (!waiting.isEmpty()) {
            frame.accept(this::drainSome);
        }
    }

    /** Not all, since more may come for as long as this goes on, and what goes together is to go at last. */
    private void drainSome() {
        int completed = 0;
        for (Ended<?> oldest = waiting.peek(); oldest != null && completed < TURN; oldest = waiting.peek()) {
            if (oldest.completeNext()) {
                completed++;
            } else {
                waiting.remove(oldest);
            }
        }
    }

    /** Lets what was handed in run, and interrupts what takes too long. */
    @Override
    public void close() {
        Threads.shutdown(threads);
    }
}
