package io.windlass.job.zookeeper;

import io.windlass.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this process knows of the board: jobs, and which of them are claimed. Thread-safe. */
final class KnownJobs {
    /** A job and the name of its node. */
    record Known(Job job, String node) {
        boolean isDue(Instant now) {
            @Nullable Instant notBefore = job.posting().notBefore();
            return notBefore == null || !notBefore.isAfter(now);
        }
    }

    private static final int REMEMBERED = 10_000;
    private static final Comparator<Known> ORDER = Comparator.comparing(Known::job, Job.ORDER);

    private final Map<String, Known> byNode = new HashMap<>();
    private final Map<UUID, Known> byId = new HashMap<>();
    /** Those that left last: what the watch has still to tell of them is old. */
    private final Set<String> gone = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Set<String> locked = new HashSet<>();
    private final TreeSet<Known> free = new TreeSet<>(ORDER);

    /** {@return whether it was not known} */
    synchronized boolean put(Known known) {
        if (gone.contains(known.node()) || byNode.putIfAbsent(known.node(), known) != null) {
            return false;
        }
        byId.put(known.job().id(), known);
        if (!locked.contains(known.node())) {
            free.add(known);
        }
        return true;
    }

    /** {@return what was known of it} */
    synchronized Optional<Known> remove(String node) {
        @Nullable Known known = byNode.remove(node);
        if (known != null) {
            gone.add(node);
            byId.remove(known.job().id(), known);
            free.remove(known);
        }
        return Optional.ofNullable(known);
    }

    synchronized void lock(String node) {
        locked.add(node);
        Optional.ofNullable(byNode.get(node)).ifPresent(free::remove);
    }

    synchronized void unlock(String node) {
        locked.remove(node);
        Optional.ofNullable(byNode.get(node)).ifPresent(free::add);
    }

    /** Claims that are not among these are not there any more. */
    synchronized void retainLocks(Set<String> nodes) {
        Set.copyOf(locked).stream().filter(node -> !nodes.contains(node)).forEach(this::unlock);
        nodes.forEach(this::lock);
    }

    synchronized void clear() {
        byNode.clear();
        byId.clear();
        locked.clear();
        free.clear();
    }

    synchronized Optional<Known> find(UUID job) {
        return Optional.ofNullable(byId.get(job));
    }

    synchronized boolean contains(String node) {
        return byNode.containsKey(node);
    }

    synchronized Set<String> nodes() {
        return Set.copyOf(byNode.keySet());
    }

    synchronized boolean isEmpty() {
        return byNode.isEmpty();
    }

    synchronized List<UUID> ids() {
        return byNode.values().stream()
                .sorted(ORDER)
                .map(known -> known.job().id())
                .toList();
    }

    /** {@return the first job after another one that nobody claims and whose time has come} */
    synchronized Optional<Known> nextFree(@Nullable Known after, Instant now) {
        return (after == null ? free : free.tailSet(after, false))
                .stream().filter(known -> known.isDue(now)).findFirst();
    }

    /** {@return how long until the next job's time comes} */
    synchronized Optional<Duration> untilNextDue(Instant now) {
        return free.stream()
                .filter(known -> !known.isDue(now))
                .map(known -> Duration.between(now, known.job().posting().notBefore()))
                .min(Comparator.naturalOrder());
    }
}
