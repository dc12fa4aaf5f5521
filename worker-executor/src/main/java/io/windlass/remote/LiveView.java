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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

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
            if (seen.advert.state() == WorkerState.RUNNING
                    && serves(seen.advert, task.typeName(), task.version().major())) {
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

    private static boolean serves(Advert advert, String type, int line) {
        return advert.taskTypes().getOrDefault(type, List.of()).stream()
                .anyMatch(version -> TaskVersion.of(version).major() == line);
    }

    /** {@return how many slots the live workers have that take requests from the queue} */
    int slots(RequestQueue queue) {
        return workers.values().stream()
                .map(seen -> seen.advert)
                .filter(advert -> advert.state() == WorkerState.RUNNING
                        && advert.pool().equals(queue.pool())
                        && serves(advert, queue.taskType(), queue.line()))
                .mapToInt(Advert::slots)
                .sum();
    }

    /** {@return whether some live worker takes requests from the queue} */
    boolean serves(RequestQueue queue) {
        return slots(queue) > 0;
    }

    /** {@return why nobody serves the task, for people: no worker at all, or none of the pool where it was sent} */
    String whyNot(Task task, Optional<String> pool) {
        Map<String, Integer> offers = new TreeMap<>();
        int considered = 0;
        for (Seen seen : workers.values()) {
            Advert advert = seen.advert;
            if (pool.isEmpty() || pool.get().equals(advert.pool())) {
                considered++;
                for (String version : advert.taskTypes().getOrDefault(task.typeName(), List.of())) {
                    String draining = advert.state() == WorkerState.RUNNING ? "" : ", draining";
                    offers.merge(version + draining, 1, Integer::sum);
                }
            }
        }
        String offer = offers.entrySet().stream()
                .map(entry ->
                        workers(entry.getValue()) + (entry.getValue() == 1 ? " offers " : " offer ") + entry.getKey())
                .collect(Collectors.joining("; "));
        return "no live worker"
                + pool.map(name -> " of pool " + name + ", where it was sent,").orElse("") + " serves "
                + task.typeName() + " " + task.version().major() + ".x; "
                + (offer.isEmpty()
                        ? workers(considered) + (considered == 1 ? " is" : " are") + " there, with no version of it"
                        : offer);
    }

    private static String workers(int count) {
        return count == 1 ? "1 worker" : count + " workers";
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
