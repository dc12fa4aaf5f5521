package io.windlass.conductor;

import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An executor whose workers are somewhere else: they answer when the test says so. */
final class Elsewhere implements TaskExecutor {
    private final Semaphore arrivals = new Semaphore(0);
    private final List<Runnable> answers = new ArrayList<>();
    private boolean answering;

    @Override
    public Session open(UUID flow, OutcomeListener listener) {
        return new Session() {
            @Override
            public void submit(List<TaskRequest> batch) {
                batch.forEach(request ->
                        take(() -> listener.completed(List.of(TaskOutcome.of(request.name(), new Value("1"))))));
                arrivals.release(batch.size());
            }

            @Override
            public void close() {}
        };
    }

    private void take(Runnable answer) {
        synchronized (this) {
            if (!answering) {
                answers.add(answer);
                return;
            }
        }
        answer.run();
    }

    void awaitRequests(int requests) throws InterruptedException {
        if (!arrivals.tryAcquire(requests, 60, TimeUnit.SECONDS)) {
            throw new AssertionError(arrivals.availablePermits() + " requests came of " + requests);
        }
    }

    /** Answers all requests, those that come later at once. */
    void answerAll() {
        List<Runnable> due;
        synchronized (this) {
            answering = true;
            due = List.copyOf(answers);
        }
        due.forEach(Runnable::run);
    }

    @Override
    public boolean outlivesProcess() {
        return false;
    }

    @Override
    public void close() {}
}
