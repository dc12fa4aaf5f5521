package io.windlass.remote;

import io.windlass.atom.Task;
import io.windlass.proxy.RequestQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds requests that nobody can serve: that wait here, or lie in a queue whose workers are all gone. Says so in the
 * log, once for each type and line, and again only after it was served in between. Used by one thread, but for {@link
 * #views}.
 */
final class Unserved {
    private static final Logger LOG = LoggerFactory.getLogger(Unserved.class);

    private final LiveView workers;
    private volatile List<UnservedView> views = List.of();

    Unserved(LiveView workers) {
        this.workers = workers;
    }

    private record Kind(String type, int line) {
        static Kind of(Task task) {
            return new Kind(task.typeName(), task.version().major());
        }

        @Override
        public String toString() {
            return type + " " + line + ".x";
        }
    }

    /** {@return what was found when it was last looked for; by any thread} */
    List<UnservedView> views() {
        return views;
    }

    /** Looks through all requests that have no outcome. */
    void look(Collection<RemoteSession> sessions, long now) {
        Map<Kind, UnservedView> found = new LinkedHashMap<>();
        Map<RequestQueue, Boolean> served = new HashMap<>();
        for (RemoteSession session : sessions) {
            for (InFlight entry : session.open().values()) {
                RequestQueue queue = entry.queue();
                boolean waits = queue == null
                        ? entry.place() == InFlight.Place.WAITING
                        : !served.computeIfAbsent(queue, workers::serves);
                if (waits && entry.holder() == null && (entry.place() != InFlight.Place.SEARCHED || entry.isLost())) {
                    add(found, entry, Duration.ofNanos(now - entry.submitted()));
                }
            }
        }
        tell(found);
        views = List.copyOf(found.values());
    }

    private void add(Map<Kind, UnservedView> found, InFlight entry, Duration age) {
        Task task = entry.request().task();
        RequestQueue queue = entry.queue();
        found.merge(
                Kind.of(task),
                new UnservedView(
                        task.typeName(),
                        task.version().major(),
                        1,
                        age,
                        workers.whyNot(task, Optional.ofNullable(queue).map(RequestQueue::pool))),
                (sum, one) -> new UnservedView(
                        sum.taskType(),
                        sum.line(),
                        sum.requests() + 1,
                        sum.longest().compareTo(age) < 0 ? age : sum.longest(),
                        sum.reason()));
    }

    private void tell(Map<Kind, UnservedView> found) {
        Map<Kind, UnservedView> before = new HashMap<>();
        views.forEach(view -> before.put(new Kind(view.taskType(), view.line()), view));
        found.forEach((kind, view) -> {
            if (before.remove(kind) == null) {
                LOG.warn("{} waiting: {}; start a worker that serves it", view.requests(), view.reason());
            }
        });
        before.keySet().forEach(kind -> LOG.info("No request of {} waits for want of a worker any more", kind));
    }
}
