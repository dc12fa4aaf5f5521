package io.windlass.atom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one run of a body that it should end. For those who call bodies; a body sees it through its
 * {@link TaskContext}. Thread-safe.
 */
public final class CancelSignal {
    private static final Logger LOG = LoggerFactory.getLogger(CancelSignal.class);

    private final List<Runnable> callbacks = new ArrayList<>();
    private volatile boolean cancelled;
    /** Whether the body has ended: nothing reaches it, or its thread, any more. */
    private boolean over;

    private boolean interrupts;
    private boolean interrupted;
    /** Who runs the body; null before and after. */
    private @Nullable Thread thread;

    /** A signal for one run. */
    public CancelSignal() {}

    boolean isCancelled() {
        return cancelled;
    }

    /**
     * Has a callback called once, on a thread of its own, when the body should end; at once, on this thread, when it
     * should already.
     */
    void onCancel(Runnable callback) {
        synchronized (this) {
            if (over) {
                return;
            }
            if (!cancelled) {
                callbacks.add(callback);
                return;
            }
        }
        call(callback);
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("What a body wanted called when it is cancelled has failed; the others are called", e);
        }
    }

    /**
     * Tells the body, also before it begins; nothing happens once it has ended. May be repeated. Does not wait, and runs
     * no code of users on this thread.
     *
     * @param interrupt whether its thread is to be interrupted, even if its task does not say so
     * @return whether that is news: it runs, or is to, and was not told before
     */
    public boolean cancel(boolean interrupt) {
        List<Runnable> due;
        boolean news;
        synchronized (this) {
            if (over) {
                return false;
            }
            news = !cancelled;
            cancelled = true;
            interrupts |= interrupt;
            interruptOnce();
            due = List.copyOf(callbacks);
            callbacks.clear();
        }
        if (!due.isEmpty()) {
            Thread caller = new Thread(() -> due.forEach(CancelSignal::call), "windlass-cancel");
            caller.setDaemon(true);
            caller.start();
        }
        return news;
    }

    private void interruptOnce() {
        if (cancelled && interrupts && thread != null && !interrupted) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /**
     * Runs the body on this thread; afterwards no interrupt of this signal is left on it, nor will come.
     *
     * @param interruptible whether its task bears to be interrupted
     */
    public <T> T during(boolean interruptible, Supplier<T> body) {
        begin(interruptible);
        try {
            return body.get();
        } finally {
            end();
        }
    }

    private synchronized void begin(boolean interruptible) {
        thread = Thread.currentThread();
        interrupts |= interruptible;
        interruptOnce();
    }

    private synchronized void end() {
        thread = null;
        over = true;
        callbacks.clear();
        if (interrupted) {
            boolean unused = Thread.interrupted();
        }
    }
}
