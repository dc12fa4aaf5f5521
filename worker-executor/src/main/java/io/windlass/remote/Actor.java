package io.windlass.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing at a time, in order, and so guards the executor's state without a lock. Whoever has something to do
 * does it on its own thread, and what others bring meanwhile, unless another is at it: a message costs no change of
 * threads. Timers have a thread. Thread-safe.
 */
final class Actor {
    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

    /** So much a caller does for others, before the actor's own thread goes on with it. */
    static final int TURN = 64;

    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("windlass-remote"));
    /** Touched by actions, and by whoever has done them. */
    private List<Runnable> afterwards = new ArrayList<>(0);

    private volatile boolean closed;

    /** Does something, now or when those who came before are done. */
    void act(Runnable action) {
        actions.add(action);
        if (busy.compareAndSet(false, true)) {
            work();
        }
    }

    /** To be called by an action: does something on the same thread when others may act again. It may block. */
    void afterwards(Runnable action) {
        afterwards.add(action);
    }

    private void work() {
        List<Runnable> mine = List.of();
        int done = 0;
        boolean more;
        do {
            for (Runnable action = next(); action != null; action = ++done < TURN ? next() : null) {
                guarded(action);
            }
            mine = withAfterwards(mine);
            busy.set(false);
            // What came between the last look and this is done here too, instead of waking a thread for it.
            more = !closed && !actions.isEmpty();
        } while (more && done < TURN && busy.compareAndSet(false, true));
        if (more && done >= TURN) {
            execute(this::continueWork);
        }
        mine.forEach(Actor::guarded);
    }

    private @Nullable Runnable next() {
        return closed ? null : actions.poll();
    }

    private List<Runnable> withAfterwards(List<Runnable> before) {
        List<Runnable> mine = afterwards;
        if (mine.isEmpty()) {
            return before;
        }
        afterwards = new ArrayList<>(0);
        mine.addAll(0, before);
        return mine;
    }

    private void continueWork() {
        if (busy.compareAndSet(false, true)) {
            work();
        }
    }

    private static void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A message or timer failed here; the executor goes on with the next", e);
        }
    }

    private void execute(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: what came too late is left to the broker", e);
        }
    }

    /** Does something after a while. */
    void later(Duration delay, Runnable action) {
        try {
            ScheduledFuture<?> unused = thread.schedule(() -> act(action), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed: what is left is left to the broker", e);
        }
    }

    /** Does something now, and again and again. */
    void every(Duration period, Runnable action) {
        ScheduledFuture<?> unused =
                thread.scheduleAtFixedRate(() -> act(action), 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends what was brought before, for as long as that may take, and does nothing any more. */
    void close(Duration patience) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        act(() -> {
            closed = true;
            ended.countDown();
        });
        try {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "Something is still under way {} s after the close; it is not waited for",
                        patience.toSeconds());
            }
        } finally {
            closed = true;
            thread.shutdownNow();
        }
    }
}
