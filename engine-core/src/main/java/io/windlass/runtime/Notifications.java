package io.windlass.runtime;

import io.windlass.notify.FlowListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of changes, in order, on threads for user code. Used by one run. */
final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    private final List<FlowListener> listeners;
    /** One change at a time, in order. */
    private final Mailbox turn;

    Notifications(List<FlowListener> listeners, Executor user) {
        this.listeners = List.copyOf(listeners);
        this.turn = new Mailbox(user);
    }

    /** Tells of the changes, then goes on; at once when nobody listens. */
    void deliver(List<Told> changes, Runnable then) {
        if (listeners.isEmpty() || changes.isEmpty()) {
            then.run();
            return;
        }
        List<Told> told = new ArrayList<>(changes);
        turn.post(() -> {
            told.forEach(this::tellAll);
            then.run();
        });
    }

    private void tellAll(Told told) {
        for (FlowListener listener : listeners) {
            try {
                told.change().accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("A listener failed; the run goes on without regard to it: {}", listener, e);
            }
        }
    }
}
