package io.windlass.conductor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The jobs that a conductor claims at this moment, and the flows that it runs for them. Thread-safe. */
final class Hand {
    private final Map<UUID, Dispatch> jobs = new HashMap<>();
    private final Map<UUID, UUID> flows = new HashMap<>();

    /** {@return what there is of an earlier claim of that job, which was given up, but not told of yet} */
    synchronized Optional<Dispatch> add(UUID job, Dispatch dispatch) {
        return Optional.ofNullable(jobs.put(job, dispatch));
    }

    synchronized boolean has(UUID job) {
        return jobs.containsKey(job);
    }

    synchronized List<Dispatch> all() {
        return List.copyOf(jobs.values());
    }

    synchronized int size() {
        return jobs.size();
    }

    /** {@return whether the flow is this job's from now on; false when another one in the hand has it} */
    synchronized boolean reserve(UUID flow, UUID job) {
        return flows.putIfAbsent(flow, job) == null;
    }

    /** Does nothing when the job has no such flow. */
    synchronized void free(UUID flow, UUID job) {
        flows.remove(flow, job);
    }

    synchronized void remove(UUID job, Dispatch dispatch) {
        jobs.remove(job, dispatch);
        notifyAll();
    }

    /** Nothing is left of what it has: nobody works on it any more. */
    synchronized void clear() {
        jobs.clear();
        notifyAll();
    }

    synchronized void awaitEmpty() throws InterruptedException {
        while (!jobs.isEmpty()) {
            wait();
        }
    }

    /** {@return whether it is empty, in that time} */
    synchronized boolean awaitEmpty(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        long left = patience.toNanos();
        while (!jobs.isEmpty() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = patience.toNanos() - (System.nanoTime() - start);
        }
        return jobs.isEmpty();
    }
}
