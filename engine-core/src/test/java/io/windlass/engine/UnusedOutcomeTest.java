package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Tasks;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.state.FlowState;
import io.windlass.value.Values;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An outcome that a run does not wait for any more is given back to who brought it, not taken for recorded. */
@Timeout(60)
class UnusedOutcomeTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Brings two outcomes of each request, of two runs: at once, or one after the other. */
    private final class Twice implements TaskExecutor {
        private final boolean together;

        Twice(boolean together) {
            this.together = together;
        }

        @Override
        public Session open(UUID flow, OutcomeListener listener) {
            return new Session() {
                @Override
                public void submit(List<TaskRequest> batch) {
                    TaskRequest request = batch.get(0);
                    List<TaskOutcome> both = List.of(outcome(request, "one"), outcome(request, "two"));
                    if (together) {
                        listener.completed(both);
                    } else {
                        both.forEach(outcome -> listener.completed(List.of(outcome)));
                    }
                }

                @Override
                public void close() {}
            };
        }

        private TaskOutcome outcome(TaskRequest request, String run) {
            return new TaskOutcome(
                    request.name(),
                    Values.write(run),
                    null,
                    "worker",
                    run,
                    () -> told.add(run + " recorded"),
                    () -> told.add(run + " unused"));
        }

        @Override
        public boolean outlivesProcess() {
            return true;
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoOutcomesOfARequestOneIsRecordedAndTheOtherGivenBack(boolean together) {
        Engine engine = Engine.builder(Tasks.of("t", List.of(), given -> "here").provides("x"))
                .executor(new Twice(together))
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("x", String.class)).isEqualTo("one");
        await().untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder("one recorded", "two unused"));
    }
}
