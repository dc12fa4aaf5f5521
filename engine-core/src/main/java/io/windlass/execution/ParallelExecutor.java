package io.windlass.execution;

import io.micrometer.core.instrument.MeterRegistry;
import io.windlass.failure.InvalidStateException;
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
    private volatile LocalEvents events = LocalEvents.NONE;

    private ParallelExecutor(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * On so many threads; what is more waits its turn.
     *
     * @param count at least 1
     */
    public static ParallelExecutor ofThreads(int count) {
        AtomicInteger number = new AtomicInteger();
        return new ParallelExecutor(Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "windlass-parallel-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }));
    }

    /**
     * Each task on a virtual thread of its own, as many as there are.
     *
     * @throws InvalidStateException on a JVM older than 21
     */
    public static ParallelExecutor ofVirtualThreads() {
        try {
            return new ParallelExecutor((ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
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
        return new ParallelSession(threads, listener, events);
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

    private static final class ParallelSession implements Session {
        private final ExecutorService threads;
        private final OutcomeListener listener;
        private final LocalEvents events;
        private final Set<RequestName> queued = ConcurrentHashMap.newKeySet();

        ParallelSession(ExecutorService threads, OutcomeListener listener, LocalEvents events) {
            this.threads = threads;
            this.listener = listener;
            this.events = events;
        }

        @Override
        public void submit(List<TaskRequest> batch) {
            long now = System.nanoTime();
            events.submitted(batch.size());
            batch.forEach(request -> queued.add(request.name()));
            for (TaskRequest request : batch) {
                threads.execute(() -> {
                    if (queued.remove(request.name())) {
                        listener.completed(List.of(LocalRun.of(request, listener, events, now)));
                    }
                });
            }
        }

        @Override
        public Set<RequestName> withdraw() {
            Set<RequestName> withdrawn = new HashSet<>(queued);
            withdrawn.removeIf(name -> !queued.remove(name)); // a thread was faster
            events.submitted(-withdrawn.size());
            return withdrawn;
        }

        @Override
        public void close() {}
    }
}
