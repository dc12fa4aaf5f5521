package io.windlass.proxy.amqp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that completes futures, and so runs callers' callbacks, which may wait. What they settle it acknowledges
 * itself, once it is through with the callbacks that are there, or before it has to wait. Thread-safe.
 */
final class Completions {
    private static final Logger log = LoggerFactory.getLogger(Completions.class);

    private final ExecutorService executor;
    private final Queue<Runnable> acks = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread thread;

    Completions(AmqpSettings settings) {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread made = settings.thread(task, "confirms");
            thread = made;
            return made;
        });
    }

    ExecutorService executor() {
        return executor;
    }

    /** Takes what is to be done when the callbacks are through; {@return false unless a callback asks for it} */
    boolean afterCallbacks(Runnable ack) {
        if (Thread.currentThread() != thread) {
            return false;
        }
        acks.add(ack);
        try {
            executor.execute(this::writeAcks);
        } catch (RejectedExecutionException e) {
            log.debug("closed; what is not acknowledged is delivered again");
        }
        return true;
    }

    /** To be called by whoever is about to wait: what was asked for after the callbacks may be what it waits for. */
    void beforeWaiting() {
        if (Thread.currentThread() == thread) {
            writeAcks();
        }
    }

    private void writeAcks() {
        Gathering.during(() -> {
            for (Runnable ack = acks.poll(); ack != null; ack = acks.poll()) {
                ack.run();
            }
        });
    }
}
