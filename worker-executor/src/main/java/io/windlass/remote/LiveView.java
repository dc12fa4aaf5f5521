package io.windlass.remote;

import io.windlass.atom.Task;
import io.windlass.atom.TaskVersion;
import io.windlass.proxy.Advert;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.WorkerState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The workers that are alive, and what each can do. Used by one thread. */
final class LiveView {
    private final Map<String, Seen> workers = new LinkedHashMap<>();
    private final LongSupplier nanoTime;
    private int turn;

    LiveView(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Seen {
        private Advert advert;
        private long at;
        private boolean awaited;

        Seen(Advert advert, long at) {
            this.advert = advert;
            this.at = at;
        }
    }

    /** Takes an advert; {@return whether the view has changed in what can be served} */
    boolean update(Advert advert) {
        if (advert.state() == WorkerState.GONE) {
            return workers.remove(advert.worker()) != null;
        }
        Seen seen = workers.get(advert.worker());
        long now = nanoTime.getAsLong();
        if (seen == null) {
            workers.put(advert.worker(), new Seen(advert, now));
            return true;
        }
        boolean changed = seen.advert.state() != advert.state()
                || !seen.advert.taskTypes().equals(advert.taskTypes());
        seen.advert = advert;
        seen.at = now;
        return changed;
    }

    /** Takes note that a worker has told what it runs. */
    void heard(String worker) {
        Seen seen = workers.get(worker);
        if (seen != null) {
            seen.at = nanoTime.getAsLong();
            seen.awaited = false;
        }
    }

    /** This process was cut off, and perhaps the workers too: each is given time from now to tell what it runs. */
    void awaitAll() {
        workers.values().forEach(seen -> {
            seen.at = nanoTime.getAsLong();
            seen.awaited = true;
        });
    }

    /** {@return whether some worker has not told yet what it runs, and may still come to it} */
    boolean isAwaiting() {
        return workers.values().stream().anyMatch(seen -> seen.awaited);
    }

    /** {@return whether the worker counts as alive} */
    boolean has(String worker) {
        return workers.containsKey(worker);
    }

    void forget(String worker) {
        workers.remove(worker);
    }

    /** Drops workers that were silent for too long, or are awaited for longer than the grace; {@return their names} */
    List<String> expire(Duration timeout, Duration grace) {
        long now = nanoTime.getAsLong();
        long longer = Math.max(timeout.toNanos(), grace.toNanos());
        List<String> gone = workers.entrySet().stream()
                .filter(entry -> now - entry.getValue().at > (entry.getValue().awaited ? longer : timeout.toNanos()))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(workers::remove);
        return gone;
    }

    /** {@return the queue of a pool in which some live worker serves the task; pools take turns} */
    Optional<RequestQueue> queueFor(Task task) {
        TreeSet<String> pools = new TreeSet<>();
        for (Seen seen : workers.values()) {
            if (seen.advert.state() == WorkerState.RUNNING && serves(seen.advert, task)) {
                pools.add(seen.advert.pool());
            }
        }
        if (pools.isEmpty()) {
            return Optional.empty();
        }
        String pool = List.copyOf(pools).get(Math.floorMod(turn++, pools.size()));
        return Optional.of(
                new RequestQueue(pool, task.typeName(), task.version().major()));
    }

    private static boolean serves(Advert advert, Task task) {
        @Nullable List<String> versions = advert.taskTypes().get(task.typeName());
        return versions != null
                && versions.stream()
                        .anyMatch(version -> TaskVersion.of(version).major()
                                == task.version().major());
    }

    /** {@return why nobody serves the task, for people} */
    String whyNot(Task task) {
        List<String> versions = workers.values().stream()
                .map(seen -> seen.advert.taskTypes().get(task.typeName()))
                .filter(java.util.Objects::nonNull)
                .flatMap(List::stream)
                .distinct()
                .toList();
        String offer = versions.isEmpty() ? "none of them offers it" : "they offer only versions " + versions;
        return "no live worker serves " + task.typeName() + " " + task.version().major() + ".x; there are "
                + workers.size() + " workers, " + offer;
    }

    List<WorkerView> all() {
        return workers.values().stream()
                .map(seen -> seen.advert)
                .map(advert -> new WorkerView(
                        advert.worker(),
                        advert.pool(),
                        advert.taskTypes(),
                        advert.slots(),
                        advert.free(),
                        advert.state() == WorkerState.DRAINING))
                .toList();
    }
}
