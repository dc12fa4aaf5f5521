package io.windlass.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs what is posted to it one after the other, in order, on threads that it shares with others, or lent by callers. */
final class Mailbox {
    /** So many before others have their turn. */
    private static final int TURN = 64;

    private final Executor threads;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    Mailbox(Executor threads) {
        this.threads = threads;
    }

    void post(Runnable message) {
        messages.add(message);
        schedule();
    }

    /** Posts a message, and runs what there is on the calling thread, unless another one is at it. */
    void postHere(Runnable message) {
        messages.add(message);
        if (scheduled.compareAndSet(false, true)) {
            drain();
        }
    }

    private void schedule() {
        if (!messages.isEmpty() && scheduled.compareAndSet(false, true)) {
            threads.execute(this::drain);
        }
    }

    private void drain() {
        try {
            for (int i = 0; i < TURN; i++) {
                Runnable message = messages.poll();
                if (message == null) {
                    break;
                }
                message.run();
            }
        } finally {
            scheduled.set(false);
            schedule();
        }
    }
}
