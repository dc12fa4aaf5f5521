package io.windlass.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.Failure;
import io.windlass.flow.LinearFlow;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What goes wrong is logged at another level than what goes well. */
class DynamicLoggingListenerTest {
    private static DynamicLoggingListener listener(Lines lines, Masking masking, @Nullable FailureFormatter formatter) {
        return new DynamicLoggingListener(lines.logger(), Level.DEBUG, Level.WARN, masking, formatter);
    }

    private static List<String> linesOf(Lines lines, Masking masking, LinearFlow flow) {
        Engine engine = Engine.builder(flow)
                .store("login", Map.of("password", "hunter2"))
                .build();
        engine.notifier().register(listener(lines, masking, null));
        Flows.run(engine);
        return lines.all();
    }

    @Test
    void whatGoesWellIsLoggedAtOneLevelWithItsResult() {
        assertThat(linesOf(
                        new Lines(Level.TRACE),
                        Masking.NONE,
                        LinearFlow.named("f").add(Flows.task("a"))))
                .containsExactly(
                        "DEBUG Flow 'f' (id) has gone into state 'RUNNING' from state 'PENDING'",
                        "DEBUG Task 'a' (id) has gone into state 'RUNNING' from state 'PENDING'",
                        "DEBUG Task 'a' (id) has gone into state 'SUCCESS' from state 'RUNNING' with result '\"a\"'",
                        "DEBUG Flow 'f' (id) has gone into state 'SUCCESS' from state 'RUNNING'");
    }

    @Test
    void whatGoesWrongIsLoggedAtTheOtherWithoutResultsWhereThoseAreNotWanted() {
        Task stuck = Tasks.of("stuck", List.of(), given -> 1, (outcome, failures, given) -> {
            throw new IllegalStateException("cannot undo");
        });
        Lines lines = new Lines(Level.WARN);
        assertThat(linesOf(lines, Masking.NONE, LinearFlow.named("f").add(stuck, Flows.task("a"), Flows.failing("b"))))
                .containsExactly(
                        "WARN Task 'b' (id) has gone into state 'FAILURE' from state 'RUNNING'",
                        "WARN Task 'b' (id) has gone into state 'REVERTED' from state 'REVERTING'",
                        "WARN Task 'a' (id) has gone into state 'REVERTED' from state 'REVERTING'",
                        "WARN Task 'stuck' (id) has gone into state 'REVERT_FAILURE' from state 'REVERTING'",
                        "WARN Flow 'f' (id) has gone into state 'FAILURE' from state 'RUNNING'");
        assertThat(lines.events().get(0).getThrowableProxy().getMessage()).isEqualTo("b fails");
        assertThat(lines.events().get(3).getThrowableProxy().getMessage()).isEqualTo("cannot undo");
    }

    @Test
    void hiddenResultsAreNotLoggedAndMaskedOnesInPart() {
        LinearFlow flow = LinearFlow.named("f").add(Flows.secret("a"), Flows.secret("b"));
        assertThat(linesOf(new Lines(Level.DEBUG), Masking.NONE.hiding("a").inResults("password"), flow))
                .contains("DEBUG Task 'a' (id) has gone into state 'SUCCESS' from state 'RUNNING'")
                .anyMatch(line -> line.startsWith("DEBUG Task 'b' (id) has gone into state 'SUCCESS'")
                        && line.contains("\"password\":\"***\"")
                        && line.contains("db1"))
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void aFailureIsDescribedWhereThereIsAFormatter() {
        Lines lines = new Lines(Level.WARN);
        Engine engine = Engine.builder(LinearFlow.named("f").add(Flows.task("a"), Flows.failing("b")))
                .build();
        engine.notifier().register(listener(lines, Masking.NONE, new FailureFormatter(engine, Masking.NONE)));
        Flows.run(engine);
        assertThat(lines.all().get(0))
                .startsWith("WARN Task 'b' (id) has gone into state 'FAILURE' from state 'RUNNING'")
                .contains("2 predecessors (most recent first):", "Atom 'a' {");
        assertThat(lines.events().get(0).getThrowableProxy().getMessage()).isEqualTo("b fails");
    }

    @Test
    void aFailureFromElsewhereIsLoggedWithItsRecordedStackTrace() {
        Lines lines = new Lines(Level.WARN);
        Failure failure = Failure.of(List.of("Boom"), "far away", "Boom: far away\n  at far.Away", List.of());
        listener(lines, Masking.NONE, null)
                .atomChanged(new AtomChanged(
                        new UUID(1, 2),
                        "a",
                        AtomKind.TASK,
                        AtomState.RUNNING,
                        AtomState.FAILURE,
                        1,
                        null,
                        failure,
                        "w1"));
        assertThat(lines.all()).hasSize(1);
        assertThat(lines.all().get(0)).contains("at far.Away");
    }
}
