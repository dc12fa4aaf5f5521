package io.windlass.worker;

import io.windlass.atom.Progress;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Request;
import java.util.UUID;

/** A request in this worker's hands, until it is settled. Thread-safe. */
final class Held {
    /** What is being done about it. */
    enum Stage {
        /** It has been asked for, and the answer is awaited. */
        ASKING,
        /** It waits for a slot. */
        QUEUED,
        /** Its body runs, or its reply is on its way. */
        RUNNING,
        /** It was given back, dropped or put aside; whatever still comes for it is too late. */
        OVER
    }

    private final Request request;
    /** When it came here, in monotonic nanoseconds. */
    private final long receivedAt = System.nanoTime();

    private final String runId = UUID.randomUUID().toString();
    private Delivery delivery;
    private Stage stage = Stage.ASKING;
    private boolean granted;
    private int questions;
    private long startedAt;
    private Progress progress = Progress.NONE;

    Held(Request request, Delivery delivery) {
        this.request = request;
        this.delivery = delivery;
    }

    Request request() {
        return request;
    }

    String runId() {
        return runId;
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

    /** The broker delivered it again, after a reconnect: the old delivery can no longer be settled. */
    synchronized void deliveredAgain(Delivery newDelivery) {
        delivery = newDelivery;
    }

    synchronized Stage stage() {
        return stage;
    }

    synchronized boolean isGranted() {
        return granted;
    }

    synchronized void grant() {
        granted = true;
    }

    /** Goes from one stage to another; {@return whether it was in that stage} */
    synchronized boolean move(Stage from, Stage to) {
        if (stage != from) {
            return false;
        }
        stage = to;
        if (to == Stage.RUNNING) {
            startedAt = System.nanoTime();
        }
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
