package io.windlass.conductor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thread's waits that others may end, for good. Whoever waits is interrupted; nobody is who does anything else, and
 * the thread is never left interrupted by this. Thread-safe.
 */
final class Wakeable {
    private @Nullable Thread waiting;
    private boolean woken;

    /** What blocks until there is something. */
    @FunctionalInterface
    interface Wait<T> {
        T get() throws InterruptedException;
    }

    /**
     * Waits.
     *
     * @return what was waited for; empty when the wait was ended, or any was before
     * @throws InterruptedException when somebody else interrupts it
     */
    <T> Optional<T> await(Wait<T> what) throws InterruptedException {
        synchronized (this) {
            if (woken) {
                return Optional.empty();
            }
            waiting = Thread.currentThread();
        }
        try {
            return Optional.of(what.get());
        } catch (InterruptedException e) {
            if (!isWoken()) {
                throw e;
            }
            return Optional.empty();
        } finally {
            done();
        }
    }

    private synchronized void done() {
        waiting = null;
        if (woken) {
            Thread.interrupted(); // it was for the wait, and must not meet what comes after it
        }
    }

    synchronized boolean isWoken() {
        return woken;
    }

    /** Ends the wait that is under way, and all that come. */
    synchronized void wake() {
        woken = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
