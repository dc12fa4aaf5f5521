package io.windlass.runtime;

import io.windlass.atom.Progress;
import io.windlass.failure.InvalidStateException;
import io.windlass.notify.FlowListener.Notification;
import io.windlass.notify.FlowListener.Progressed;
import io.windlass.notify.FlowListener.TaskEvent;
import io.windlass.persistence.ProgressMeta;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What bodies tell while they run, on its way to listeners and to the store. Of each request the newest progress
 * counts, and so many events may wait: a body that tells too much delays nobody and fills no memory. Thread-safe.
 */
final class BodyReports {
    private static final Logger LOG = LoggerFactory.getLogger(BodyReports.class);

    /** So many events of one run may wait for its listeners; what comes then is dropped. */
    static final int MAX_EVENTS = 1_000;

    private final RunContext run;
    private final Notifications notifications;
    private final Metadata metadata;
    private final Executor loop;
    private final Map<RequestName, Progress> untold = new ConcurrentHashMap<>();
    private final Map<RequestName, Progress> unstored = new ConcurrentHashMap<>();
    private final AtomicInteger events = new AtomicInteger();

    BodyReports(RunContext run, Notifications notifications, Metadata metadata, Executor loop) {
        this.run = run;
        this.notifications = notifications;
        this.metadata = metadata;
        this.loop = loop;
    }

    void progressed(RequestName name, Progress progress) {
        boolean tell = notifications.areHeard() && untold.put(name, progress) == null;
        boolean store = unstored.put(name, progress) == null;
        if (tell) {
            loop.execute(() -> tell(name));
        }
        if (store) {
            loop.execute(() -> store(name));
        }
    }

    private void tell(RequestName name) {
        if (run.inFlight.node(name) != null) {
            notifications.deliver(() -> newest(name));
        } else {
            untold.remove(name);
        }
    }

    private @Nullable Notification newest(RequestName name) {
        Progress progress = untold.remove(name);
        return progress == null
                ? null
                : new Progressed(name.flow(), name.atom(), progress.fraction(), progress.details());
    }

    private void store(RequestName name) {
        Integer node = run.inFlight.node(name);
        if (node == null) {
            unstored.remove(name);
        } else {
            metadata.putLater(() -> {
                Progress progress = unstored.remove(name);
                if (progress != null && run.inFlight.node(name) != null) {
                    run.storage.putMeta(node, ProgressMeta.entries(progress));
                }
            });
        }
    }

    /** Keeps how often a request was started; the newest list holds all. {@return completes when that is durable} */
    CompletionStage<Void> started(RequestName name, List<Start> starts) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        loop.execute(() -> metadata.putDurably(kept, () -> {
            Integer node = run.inFlight.node(name);
            if (node == null) {
                kept.completeExceptionally(new InvalidStateException(name + " has its outcome; nothing is kept of it"));
            } else {
                run.storage.putStarts(node, name, starts);
            }
        }));
        return kept;
    }

    void event(RequestName name, String type, Value details) {
        if (!notifications.areHeard()) {
            return;
        }
        if (events.incrementAndGet() > MAX_EVENTS) {
            events.decrementAndGet();
            LOG.debug("{} tells more events than its listeners take; '{}' is dropped", name, type);
            return;
        }
        loop.execute(() -> {
            if (run.inFlight.node(name) != null) {
                notifications.deliver(() -> {
                    events.decrementAndGet();
                    return new TaskEvent(name.flow(), name.atom(), type, details);
                });
            } else {
                events.decrementAndGet();
            }
        });
    }
}
