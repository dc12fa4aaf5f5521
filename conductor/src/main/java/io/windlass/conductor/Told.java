package io.windlass.conductor;

import io.windlass.notify.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who listen to a conductor. Thread-safe. */
final class Told {
    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    private final List<Listening> listeners = new CopyOnWriteArrayList<>();

    /** A listener's place; each is another, whatever it listens with. */
    private final class Listening implements Registration {
        private final ConductorListener listener;

        Listening(ConductorListener listener) {
            this.listener = listener;
        }

        void tell(ConductorEvent event) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException | Error e) {
                LOG.warn(
                        "A listener of conductor {} failed; the job goes on without regard to it",
                        event.conductor(),
                        e);
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }

    Registration add(ConductorListener listener) {
        Listening listening = new Listening(listener);
        listeners.add(listening);
        return listening;
    }

    void tell(ConductorEvent event) {
        listeners.forEach(listening -> listening.tell(event));
    }
}
