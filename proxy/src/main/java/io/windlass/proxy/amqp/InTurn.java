package io.windlass.proxy.amqp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in order, on whichever thread of a pool is free. Thread-safe. */
final class InTurn implements Executor {
    private static final Logger log = LoggerFactory.getLogger(InTurn.class);

    /** After so many in a row others have their turn. */
    private static final int TURN = 16;

    private final Executor pool;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    InTurn(Executor pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        begin();
    }

    private void begin() {
        try {
            pool.execute(this::run);
        } catch (RejectedExecutionException e) {
            log.debug("closed; what came goes back to the broker");
        }
    }

    private void run() {
        for (int i = 0; i < TURN; i++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("a task failed; the next one follows", e);
            }
        }
        begin();
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }
}
