package io.windlass.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
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

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        return new SerialSession(threads, listener);
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
    }

    private record SerialSession(Executor threads, OutcomeListener listener) implements Session {
        @Override
        public void submit(List<TaskRequest> batch) {
            threads.execute(() -> {
                List<TaskOutcome> outcomes = new ArrayList<>(batch.size());
                batch.forEach(request -> outcomes.add(LocalRun.of(request, listener)));
                listener.completed(outcomes);
            });
        }

        @Override
        public void close() {}
    }
}
