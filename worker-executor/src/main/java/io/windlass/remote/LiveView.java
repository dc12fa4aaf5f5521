package io.windlass.remote;

import io.windlass.atom.Task;
import io.windlass.atom.TaskVersion;
import io.windlass.failure.DefinitionException;
import io.windlass.proxy.Advert;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.WorkerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers that are alive, and what each can do. Used by one thread. */
final class LiveView {
    private static final Logger LOG = LoggerFactory.getLogger(LiveView.class);

    /** More than there can be: who sends so many names makes them up. */
    private static final int MAX_WORKERS = 10_000;

    private final Map<String, Seen> workers = new LinkedHashMap<>();
    private final LongSupplier nanoTime;
    /** By what is to be served; forgotten when workers come, go or change. */
    private final Map<Kind, List<RequestQueue>> queues = new HashMap<>();

    private int turn;

    LiveView(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Kind(String type, int line) {}

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
            return forget(advert.worker());
        }
        if (!isSound(advert) || (workers.size() >= MAX_WORKERS && !has(advert.worker()))) {
            return false;
        }
        Seen seen = workers.get(advert.worker());
        long now = nanoTime.getAsLong();
        if (seen == null) {
            workers.put(advert.worker(), new Seen(advert, now));
            queues.clear();
            return true;
        }
        boolean changed = seen.advert.state() != advert.state()
                || !seen.advert.pool().equals(advert.pool())
                || !seen.advert.taskTypes().equals(advert.taskTypes());
        if (changed) {
            queues.clear();
        }
        seen.advert = advert;
        seen.at = now;
        return changed;
    }

    /** No worker of ours sends another, but others may send what they like, and it must not fail later on. */
    private static boolean isSound(Advert advert) {
        try {
            advert.taskTypes()
                    .forEach((type, versions) -> versions.forEach(version -> new RequestQueue(
                            advert.pool(), type, TaskVersion.of(version).major())));
            return true;
        } catch (IllegalArgumentException | DefinitionException e) {
            LOG.warn("An advert is ignored, as no queue can be of its pool and task types: {}", e.getMessage());
            return false;
        }
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

    /** {@return whether it was there} */
    boolean forget(String worker) {
        queues.clear();
        return workers.remove(worker) != null;
    }

    /** {@return the workers that were silent for so long} */
    List<String> silent(Duration time) {
        return workers.keySet().stream()
                .filter(worker -> isSilent(worker, time))
                .toList();
    }

    /** {@return whether the worker counts as alive, but was silent for so long} */
    boolean isSilent(String worker, Duration time) {
        Seen seen = workers.get(worker);
        return seen != null && nanoTime.getAsLong() - seen.at > time.toNanos();
    }

    /** Drops workers that were silent for too long, or are awaited for longer than the grace; {@return their names} */
    List<String> expire(Duration timeout, Duration grace) {
        long now = nanoTime.getAsLong();
        long longer = Math.max(timeout.toNanos(), grace.toNanos());
        List<String> gone = workers.entrySet().stream()
                .filter(entry -> now - entry.getValue().at > (entry.getValue().awaited ? longer : timeout.toNanos()))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(this::forget);
        return gone;
    }

    /** {@return the queue of a pool in which some live worker serves the task; pools take turns} */
    Optional<RequestQueue> queueFor(Task task) {
        List<RequestQueue> serving = queues(task);
        return serving.isEmpty() ? Optional.empty() : Optional.of(serving.get(Math.floorMod(turn++, serving.size())));
    }

    /** {@return whether some live worker takes requests of the task, of whatever pool} */
    boolean serves(Task task) {
        return !queues(task).isEmpty();
    }

    private List<RequestQueue> queues(Task task) {
        return queues.computeIfAbsent(new Kind(task.typeName(), task.version().major()), this::queues);
    }

    private List<RequestQueue> queues(Kind kind) {
        return workers.values().stream()
                .map(seen -> seen.advert)
                .filter(advert -> advert.state() == WorkerState.RUNNING && serves(advert, kind.type(), kind.line()))
                .map(Advert::pool)
                .distinct()
                .sorted()
                .map(pool -> new RequestQueue(pool, kind.type(), kind.line()))
                .toList();
    }

    private static boolean serves(Advert advert, String type, int line) {
        return advert.taskTypes().getOrDefault(type, List.of()).stream()
                .anyMatch(version -> TaskVersion.of(version).major() == line);
    }

    /** {@return how many slots the live workers have that take requests from the queue} */
    int slots(RequestQueue queue) {
        return serving(queue).mapToInt(Advert::slots).sum();
    }

    /** {@return whether one of them was free when its worker last told} */
    boolean hasFreeSlot(RequestQueue queue) {
        return serving(queue).anyMatch(advert -> advert.free() > 0);
    }

    private Stream<Advert> serving(RequestQueue queue) {
        return workers.values().stream()
                .map(seen -> seen.advert)
                .filter(advert -> advert.state() == WorkerState.RUNNING
                        && advert.pool().equals(queue.pool())
                        && serves(advert, queue.taskType(), queue.line()));
    }

    /** {@return whether some live worker takes requests from the queue} */
    boolean serves(RequestQueue queue) {
        return slots(queue) > 0;
    }

    /** {@return how busy those are that serve the task, for people} */
    String howBusy(Task task) {
        List<Advert> serving = workers.values().stream()
                .map(seen -> seen.advert)
                .filter(advert -> advert.state() == WorkerState.RUNNING
                        && serves(advert, task.typeName(), task.version().major()))
                .toList();
        int slots = serving.stream().mapToInt(Advert::slots).sum();
        int free = serving.stream().mapToInt(Advert::free).sum();
        String serve = workers(serving.size()) + (serving.size() == 1 ? " serves " : " serve ") + task.typeName() + " "
                + task.version().major() + ".x";
        return serve
                + (serving.isEmpty() ? " now" : ", with " + free + " of " + slots + " slots free when last heard of");
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
