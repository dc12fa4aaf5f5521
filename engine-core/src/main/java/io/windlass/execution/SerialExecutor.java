package io.windlass.execution;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
}
