package io.windlass.worker;

import io.windlass.proxy.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How requests come to a worker, so that none waits here while it could start elsewhere.
 *
 * <p>The broker pushes as many of each queue as there are slots, because any one queue may be all that there is to do;
 * so a worker of many queues can come to hold more than it can start. When its slots move on too slowly for that it
 * pauses all queues, gives back what waits, and from then on asks for one request at a time, from its queues in turn,
 * and only when a slot is free for it. What was given back so lies in the broker until somebody can start it, and is
 * not passed to and fro. When the queues are empty it has them pushed again.
 *
 * <p>A worker of one queue never holds more than its slots and needs none of this; unless long runs are in their
 * engine's custody, in whose place the broker pushes others.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** When all slots are taken for so long and none comes free, others may be quicker. */
    private static final Duration STUCK = Duration.ofMillis(100);

    /** Nothing waits here for longer, even where slots come free. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** So long a worker takes requests one by one, at first and at most, before it may judge that this is too slow. */
    private static final Duration FIRST_JUDGE = Duration.ofSeconds(1);

    private static final Duration LAST_JUDGE = Duration.ofSeconds(8);

    private final List<Subscription> queues = new CopyOnWriteArrayList<>();
    private final Slots slots;
    private final IntSupplier inCustody;
    private final Predicate<Duration> waits;
    private final Consumer<Duration> giveBack;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean filling = new AtomicBoolean();
    private volatile boolean paused;
    private volatile boolean closed;
    private int turn;
    private long pausedAt;
    private Duration judge = FIRST_JUDGE;
    private long taken;

    /**
     * For queues that are each consumed with a prefetch of as many as there are slots.
     *
     * @param inCustody how many run that the broker does not count any more
     * @param waits whether something has waited for a slot for so long
     * @param giveBack gives back what has waited for a slot for so long
     */
    Intake(Slots slots, IntSupplier inCustody, Predicate<Duration> waits, Consumer<Duration> giveBack) {
        this.slots = slots;
        this.inCustody = inCustody;
        this.waits = waits;
        this.giveBack = giveBack;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "windlass-worker-intake");
            made.setDaemon(true);
            return made;
        });
    }

    void add(Subscription queue) {
        queues.add(queue);
    }

    /** Watches the queues from now on; none is added after this. */
    void start() {
        slots.onFreed(this::slotCameFree);
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, LOOK.toNanos(), LOOK.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@return the most that could wait here} */
    private int mostWaiting() {
        return slots.count() * (queues.size() - 1) + inCustody.getAsInt();
    }

    private void slotCameFree() {
        if (paused && filling.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    filling.set(false);
                    guarded(this::fill);
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("Closing: the slot stays free", e);
            }
        }
    }

    private void look() {
        guarded(() -> {
            if (closed) {
                return;
            }
            if (!paused && mostWaiting() > 0 && (slots.isStuck(STUCK) || waits.test(LONGEST_WAIT))) {
                pause();
            } else if (paused) {
                giveBack.accept(STUCK);
                if (isTooSlow()) {
                    judge = judge.multipliedBy(2).compareTo(LAST_JUDGE) < 0 ? judge.multipliedBy(2) : LAST_JUDGE;
                    resume();
                } else {
                    fill();
                }
            }
        });
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Taking requests failed; tries again in {}", LOOK, e);
        }
    }

    private void pause() {
        queues.forEach(Subscription::pause);
        pausedAt = System.nanoTime();
        taken = 0;
        paused = true;
        giveBack.accept(Duration.ZERO);
        fill();
    }

    /** One by one, each queue in its turn, for the slots that are free. */
    private void fill() {
        while (paused && !closed && slots.isFree()) {
            if (takeOne()) {
                taken++;
            } else {
                judge = FIRST_JUDGE;
                resume();
            }
        }
    }

    private boolean takeOne() {
        for (int i = 0; i < queues.size(); i++) {
            turn = (turn + 1) % queues.size();
            if (queues.get(turn).poll()) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether slots come free faster than they are filled so, or so fast that nothing pushed would wait} */
    private boolean isTooSlow() {
        long nanos = System.nanoTime() - pausedAt;
        boolean quick = (double) taken * STUCK.toNanos() / nanos >= mostWaiting();
        return nanos >= judge.toNanos() && (quick || slots.isHalfFree());
    }

    private void resume() {
        paused = false;
        queues.forEach(Subscription::resume);
    }

    /** Takes nothing more; what has come can still be settled. */
    void cancel() {
        closed = true;
        thread.shutdown();
        queues.forEach(Subscription::cancel);
    }

    /** Ends, and gives everything back to the broker that is not settled. */
    void close() {
        cancel();
        queues.forEach(Subscription::close);
    }
}
