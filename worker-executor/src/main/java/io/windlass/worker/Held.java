package io.windlass.worker;

import io.windlass.atom.CancelSignal;
import io.windlass.atom.Progress;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A request in this worker's hands, until it is settled. Thread-safe. */
final class Held {
    /** What is being done about it. */
    enum Stage {
        /** It waits for a slot. */
        QUEUED,
        /** It has been asked for, and the answer is awaited. */
        ASKING,
        /** Its body runs, or its reply is on its way. */
        RUNNING,
        /** It was given back, dropped or put aside; whatever still comes for it is too late. */
        OVER
    }

    /** So long it waits for another slot when the answer has come too late for the one that had asked. */
    private static final Duration GRANT_TIME = Duration.ofMillis(500);

    /** What no other process begins its run ids with. */
    private static final String RUNS = UUID.randomUUID() + "-";

    private static final AtomicLong RUN = new AtomicLong();

    private final Request request;
    /** When it came here, in monotonic nanoseconds. */
    private final long receivedAt = System.nanoTime();

    private final String runId = RUNS + RUN.incrementAndGet();
    private final CancelSignal signal = new CancelSignal();
    private Delivery delivery;
    private final boolean redelivered;
    private Stage stage = Stage.QUEUED;
    /** When it was last queued. */
    private long queuedAt = receivedAt;

    private boolean inCustody;
    private boolean granted;
    private boolean slotAwaits;
    private boolean putOff;
    private int questions;
    private long startedAt;
    private Progress progress = Progress.NONE;

    Held(Request request, Delivery delivery) {
        this.request = request;
        this.delivery = delivery;
        this.redelivered = delivery.redelivered();
    }

    Request request() {
        return request;
    }

    String runId() {
        return runId;
    }

    /** {@return what tells its body that it should end} */
    CancelSignal signal() {
        return signal;
    }

    long receivedAt() {
        return receivedAt;
    }

    synchronized Delivery delivery() {
        return delivery;
    }

    /** Notes that its owner is asked about it; {@return how often it was before} */
    synchronized int question() {
        return questions++;
    }

    synchronized boolean wasAskedAbout() {
        return questions > 0;
    }

    /** {@return whether the broker had handed it out before} */
    boolean isRedelivered() {
        return redelivered;
    }

    /**
     * The broker delivered it again: after a reconnect, when the old delivery can no longer be settled; or another copy
     * of it, and then the old one must be, or it would take the place of another request for good. It is the broker's
     * again too, until the engine says once more that it has custody.
     *
     * @return false when it was let go of meanwhile, and the new delivery is not taken
     */
    synchronized boolean deliveredAgain(Delivery newDelivery) {
        if (stage == Stage.OVER) {
            return false;
        }
        if (!inCustody) {
            delivery.ack();
        }
        delivery = newDelivery;
        inCustody = false;
        return true;
    }

    /** From now on its engine has custody; {@return the delivery to be acknowledged, if it runs and is not yet} */
    synchronized Optional<Delivery> handOver() {
        if (stage != Stage.RUNNING || inCustody) {
            return Optional.empty();
        }
        inCustody = true;
        return Optional.of(delivery);
    }

    /** {@return whether it was acknowledged before its end, since its engine has custody} */
    synchronized boolean isInCustody() {
        return inCustody;
    }

    synchronized Stage stage() {
        return stage;
    }

    synchronized boolean isGranted() {
        return granted;
    }

    /** Its owner is about to be asked, by a slot that waits for the answer; {@return false if it is not queued} */
    synchronized boolean beginToAsk() {
        putOff = false;
        slotAwaits = true;
        return move(Stage.QUEUED, Stage.ASKING);
    }

    /** Waits for the answer for some time; {@return whether it may start} */
    synchronized boolean awaitGrant(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); stage == Stage.ASKING && !putOff && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        slotAwaits = false;
        return granted;
    }

    /** Its owner lets it start; {@return whether it is to be queued, because no slot waits for that any more} */
    synchronized boolean grant() {
        granted = true;
        return move(Stage.ASKING, Stage.QUEUED) && !slotAwaits;
    }

    /** Its owner wants to be asked again later. */
    synchronized void putOff() {
        putOff = true;
        notifyAll();
    }

    /** {@return whether it has waited for a slot for so long; one that may start here is given some time in any case} */
    synchronized boolean waitsIdly(Duration time) {
        Duration least = granted && time.compareTo(GRANT_TIME) < 0 ? GRANT_TIME : time;
        return stage == Stage.QUEUED && System.nanoTime() - queuedAt >= least.toNanos();
    }

    /** Lets go of it if it has waited so; {@return whether it is to be given back} */
    synchronized boolean endIdleWait(Duration time) {
        return waitsIdly(time) && move(Stage.QUEUED, Stage.OVER);
    }

    /** Goes from one stage to another; {@return whether it was in that stage} */
    synchronized boolean move(Stage from, Stage to) {
        if (stage != from) {
            return false;
        }
        stage = to;
        if (to == Stage.RUNNING) {
            startedAt = System.nanoTime();
        } else if (to == Stage.QUEUED) {
            queuedAt = System.nanoTime();
        }
        notifyAll();
        return true;
    }

    synchronized long startedAt() {
        return startedAt;
    }

    synchronized void progress(Progress newest) {
        progress = newest;
    }

    synchronized Progress progress() {
        return progress;
    }

    /** {@return whether the owner should know of it: it may start, or has} */
    synchronized boolean isClaimed() {
        return stage == Stage.RUNNING || (granted && stage == Stage.QUEUED);
    }
}
