package io.windlass.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Progress;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Batches of one run, one after the other. */
class SerialExecutorTest {
    private static final UUID FLOW = new UUID(0, 1);

    private static TaskRequest request(Task task) {
        return new TaskRequest(
                new RequestName(FLOW, task.name(), Action.EXECUTE, 1, 1),
                task,
                Map.of(),
                new Outcome.Unknown<>(),
                new FlowFailures(Map.of()),
                false,
                List.of());
    }

    /** Tells the name of its thread. */
    private static Task thread(String name) {
        return Tasks.of(name, List.of(), given -> Thread.currentThread().toString());
    }

    @Test
    void whatIsSubmittedFromAnOutcomeRunsAfterItOnTheSameThread() throws Exception {
        CompletableFuture<List<TaskOutcome>> done = new CompletableFuture<>();
        List<TaskOutcome> all = new ArrayList<>();
        List<TaskExecutor.Session> sessions = new ArrayList<>();
        try (SerialExecutor executor = new SerialExecutor()) {
            TaskExecutor.OutcomeListener listener = new TaskExecutor.OutcomeListener() {
                @Override
                public void completed(List<TaskOutcome> outcomes) {
                    all.addAll(outcomes);
                    if (all.size() == 2) {
                        sessions.get(0).submit(List.of(request(thread("c"))));
                        assertThat(all).hasSize(2); // it waits until this call has returned
                    } else {
                        done.complete(all);
                    }
                }

                @Override
                public void progressed(RequestName name, Progress progress) {}

                @Override
                public void event(RequestName name, String type, Value details) {}
            };
            sessions.add(executor.open(FLOW, listener));
            sessions.get(0).submit(List.of(request(thread("a")), request(thread("b"))));
            List<TaskOutcome> outcomes = done.get(30, TimeUnit.SECONDS);
            assertThat(outcomes).extracting(outcome -> outcome.name().atom()).containsExactly("a", "b", "c");
            assertThat(outcomes)
                    .extracting(TaskOutcome::result)
                    .containsOnly(outcomes.get(0).result());
        }
    }

    @Test
    void anInterruptOfOneBodyDoesNotReachTheNext() throws Exception {
        CompletableFuture<List<TaskOutcome>> done = new CompletableFuture<>();
        Task interrupting = Tasks.of("first", List.of(), given -> {
            Thread.currentThread().interrupt();
            return null;
        });
        Task looking = Tasks.of("second", List.of(), given -> Thread.interrupted());
        try (SerialExecutor executor = new SerialExecutor()) {
            TaskExecutor.OutcomeListener listener = new TaskExecutor.OutcomeListener() {
                @Override
                public void completed(List<TaskOutcome> outcomes) {
                    done.complete(outcomes);
                }

                @Override
                public void progressed(RequestName name, Progress progress) {}

                @Override
                public void event(RequestName name, String type, Value details) {}
            };
            executor.open(FLOW, listener).submit(List.of(request(interrupting), request(looking)));
            assertThat(done.get(30, TimeUnit.SECONDS).get(1).result()).isEqualTo(Values.write(false));
        }
    }
}
