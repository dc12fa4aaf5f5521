package io.windlass.proxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy's state and those who want to know it; for implementations of {@link Proxy}. Changes are told in order
 * on one thread, each listener isolated from the others' errors. Nothing follows {@link ProxyState#CLOSED}.
 * Thread-safe.
 */
public final class StateListeners {
    private static final Logger log = LoggerFactory.getLogger(StateListeners.class);

    private final List<Consumer<ProxyState>> listeners = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private ProxyState state;

    /** Starts in a state; the executor must have one thread, and belongs to the caller. */
    public StateListeners(ProxyState state, Executor executor) {
        this.state = state;
        this.executor = executor;
    }

    /** Adds a listener for later changes. */
    public void add(Consumer<ProxyState> listener) {
        listeners.add(listener);
    }

    /** {@return the state} */
    public synchronized ProxyState state() {
        return state;
    }

    /** Sets the state, and tells it when it is another one. */
    public synchronized void set(ProxyState next) {
        if (state == next || state == ProxyState.CLOSED) {
            return;
        }
        state = next;
        try {
            executor.execute(() -> listeners.forEach(listener -> tell(listener, next)));
        } catch (RejectedExecutionException e) {
            log.debug("state {} comes after the end; nobody is told", next);
        }
    }

    private static void tell(Consumer<ProxyState> listener, ProxyState state) {
        try {
            listener.accept(state);
        } catch (RuntimeException e) {
            log.error("a listener failed on state {}; the next ones are told all the same", state, e);
        }
    }
}
