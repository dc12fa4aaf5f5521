package io.windlass.runtime;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is posted to it one after the other, in order, on threads that it shares with others, or lent by callers. Whoever
 * finds nobody at it runs what there is; no thread is woken while one is at it. Thread-safe.
 */
final class Mailbox {
    /** So many before others have their turn. */
    static final int TURN = 64;

    private final Executor threads;
    private final Consumer<Runnable> how;
    /** Guarded by this, as the next one. There is a mailbox for each run, so it is small, and no message costs a node. */
    private final Queue<Runnable> messages = new ArrayDeque<>(2);

    /** Whether a thread is at it, or is to be. */
    private boolean busy;

    /** One whose messages are just run. What one throws is for the thread that ran it; the others are run all the same. */
    Mailbox(Executor threads) {
        this(threads, Runnable::run);
    }

    /** One that says how a message is run. */
    Mailbox(Executor threads, Consumer<Runnable> how) {
        this.threads = threads;
        this.how = how;
    }

    void post(Runnable message) {
        if (add(message)) {
            schedule();
        }
    }

    /** Posts a message, and runs what there is on the calling thread, unless another one is at it. */
    void postHere(Runnable message) {
        if (add(message)) {
            drain();
        }
    }

    /** {@return whether the caller has to see to it that it is run} */
    private synchronized boolean add(Runnable message) {
        boolean idle = !busy;
        messages.add(message);
        busy = true;
        return idle;
    }

    /** {@return the next message; when there is none, nobody is at it any more} */
    private synchronized @Nullable Runnable next() {
        Runnable next = messages.poll();
        busy = next != null;
        return next;
    }

    private void schedule() {
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            leave();
            throw e;
        }
    }

    /** Nobody is there to run what waits, but for whoever lends a thread. */
    private synchronized void leave() {
        busy = false;
    }

    private void drain() {
        boolean done = false;
        try {
            done = runATurn();
        } finally {
            if (!done) {
                schedule();
            }
        }
    }

    /** {@return whether nothing is left} */
    private boolean runATurn() {
        for (int i = 0; i < TURN; i++) {
            Runnable message = next();
            if (message == null) {
                return true;
            }
            how.accept(message);
        }
        return false;
    }
}
