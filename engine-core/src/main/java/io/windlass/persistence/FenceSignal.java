package io.windlass.persistence;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners, each once, that a process was fenced; for implementations of {@link Persistence}. Listeners run
 * in the order of their registration, on the thread that finds out, or at once when it is known already; what one
 * of them throws is logged and does not reach the others. Thread-safe.
 */
public final class FenceSignal {
    private static final Logger LOG = LoggerFactory.getLogger(FenceSignal.class);

    private final List<Runnable> listeners = new ArrayList<>();
    private boolean given;

    /** Registers a listener; runs it here and now when the signal was given before. */
    public void add(Runnable listener) {
        synchronized (this) {
            if (!given) {
                listeners.add(listener);
                return;
            }
        }
        tell(listener);
    }

    /** Gives the signal; from the second time on nothing happens. */
    public void give() {
        List<Runnable> told;
        synchronized (this) {
            if (given) {
                return;
            }
            given = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(FenceSignal::tell);
    }

    /** {@return whether the signal was given} */
    public synchronized boolean isGiven() {
        return given;
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener failed when this process was fenced; the other listeners are told all the same.", e);
        }
    }
}
