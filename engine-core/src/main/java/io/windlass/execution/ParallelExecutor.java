package io.windlass.execution;

import io.micrometer.core.instrument.MeterRegistry;
import io.windlass.failure.InvalidStateException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks at once in this process: on a pool of threads, or each on a virtual thread where the JVM has them. One
 * serves any number of runs.
 */
public final class ParallelExecutor implements TaskExecutor {
    private final ExecutorService threads;
    private final int count;
    /** What was submitted and has neither ended nor been taken back. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private volatile LocalEvents events = LocalEvents.NONE;

    private ParallelExecutor(ExecutorService threads, int count) {
        this.threads = threads;
        this.count = count;
    }

    /**
     * On so many threads; what is more waits its turn.
     *
     * @param count at least 1
     */
    public static ParallelExecutor ofThreads(int count) {
        AtomicInteger number = new AtomicInteger();
        return new ParallelExecutor(
                Executors.newFixedThreadPool(count, task -> {
                    Thread thread = new Thread(task, "windlass-parallel-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }),
                count);
    }

    /**
     * Each task on a virtual thread of its own, as many as there are.
     *
     * @throws InvalidStateException on a JVM older than 21
     */
    public static ParallelExecutor ofVirtualThreads() {
        try {
            return new ParallelExecutor(
                    (ExecutorService) Executors.class
                            .getMethod("newVirtualThreadPerTaskExecutor")
                            .invoke(null),
                    Integer.MAX_VALUE);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new InvalidStateException("Java " + Runtime.version().feature()
                    + " has no virtual threads; run on 21 or newer, or use ParallelExecutor.ofThreads");
        }
    }

    /**
     * Measures, from the next run of a flow on, how long requests wait and bodies run. Without this call Micrometer need
     * not be on the class path.
     *
     * @return this executor
     */
    public ParallelExecutor meters(MeterRegistry registry) {
        events.closed();
        events = new LocalMeters(registry);
        return this;
    }

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        return new ParallelSession(listener, events);
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    /** Lets running tasks finish and starts no more. */
    @Override
    public void close() {
        threads.shutdown();
        events.closed();
    }

    private final class ParallelSession implements Session {
        private final OutcomeListener listener;
        private final LocalEvents sessionEvents;
        /** Those for which no thread was free when they came, and which none has begun since. */
        private final Set<RequestName> queued = ConcurrentHashMap.newKeySet();

        ParallelSession(OutcomeListener listener, LocalEvents sessionEvents) {
            this.listener = listener;
            this.sessionEvents = sessionEvents;
        }

        @Override
        public void submit(List<TaskRequest> batch) {
            long now = System.nanoTime();
            sessionEvents.submitted(batch.size());
            for (TaskRequest request : batch) {
                boolean waits = unfinished.incrementAndGet() > count;
                if (waits) {
                    queued.add(request.name());
                }
                threads.execute(() -> {
                    if (!waits || queued.remove(request.name())) {
                        run(request, now);
                    }
                });
            }
        }

        private void run(TaskRequest request, long submitted) {
            TaskOutcome outcome = LocalRun.of(request, listener, sessionEvents, submitted);
            unfinished.decrementAndGet();
            listener.completed(List.of(outcome));
        }

        @Override
        public Set<RequestName> withdraw() {
            Set<RequestName> withdrawn = new HashSet<>(queued);
            withdrawn.removeIf(
                    name -> name.action() == Action.REVERT || !queued.remove(name)); // or a thread was faster
            unfinished.addAndGet(-withdrawn.size());
            sessionEvents.submitted(-withdrawn.size());
            return withdrawn;
        }

        @Override
        public void close() {}
    }
}
