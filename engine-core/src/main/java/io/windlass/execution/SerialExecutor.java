package io.windlass.execution;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the tasks of a batch one after the other in this process, and hands their outcomes over together, as
 * TaskFlow's serial engine does. Each run's tasks are one after the other; different runs do not wait for each other.
 */
public final class SerialExecutor implements TaskExecutor {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "windlass-serial");
        thread.setDaemon(true);
        return thread;
    });
    private volatile LocalEvents events = LocalEvents.NONE;

    /**
     * Measures, from the next run of a flow on, how long requests wait and bodies run. Without this call Micrometer need
     * not be on the class path.
     *
     * @return this executor
     */
    public SerialExecutor meters(MeterRegistry registry) {
        events.closed();
        events = new LocalMeters(registry);
        return this;
    }

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        return new SerialSession(threads, listener, events);
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    @Override
    public boolean answersTogether() {
        return true;
    }

    /** Lets running tasks finish and starts no more. */
    @Override
    public void close() {
        threads.shutdown();
        events.closed();
    }

    /**
     * One run's batches, one after the other. What the run submits while it is given outcomes is run by the thread that
     * brought them, so that a flow of one task after the other does not go from thread to thread.
     */
    private static final class SerialSession implements Session {
        private record Batch(List<TaskRequest> requests, long submitted) {}

        private final Executor threads;
        private final OutcomeListener listener;
        private final LocalEvents events;
        private final Queue<Batch> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean busy = new AtomicBoolean();

        SerialSession(Executor threads, OutcomeListener listener, LocalEvents events) {
            this.threads = threads;
            this.listener = listener;
            this.events = events;
        }

        @Override
        public void submit(List<TaskRequest> batch) {
            events.submitted(batch.size());
            waiting.add(new Batch(List.copyOf(batch), System.nanoTime()));
            work();
        }

        private void work() {
            if (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
                threads.execute(this::drain);
            }
        }

        private void drain() {
            try {
                for (Batch batch = waiting.poll(); batch != null; batch = waiting.poll()) {
                    listener.completed(run(batch));
                }
            } finally {
                busy.set(false);
                work();
            }
        }

        private List<TaskOutcome> run(Batch batch) {
            List<TaskOutcome> outcomes = new ArrayList<>(batch.requests.size());
            for (TaskRequest request : batch.requests) {
                outcomes.add(LocalRun.of(request, listener, events, batch.submitted));
                // A body's interrupt is no business of the next one's, nor of the engine's.
                Thread.interrupted();
            }
            return outcomes;
        }

        @Override
        public void close() {}
    }
}
