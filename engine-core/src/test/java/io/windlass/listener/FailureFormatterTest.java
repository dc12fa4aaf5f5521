package io.windlass.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.Failure;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.AtomKind;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a failure: why, and what ran before. */
class FailureFormatterTest {
    private final List<FailureFormatter.Formatted> formatted = new CopyOnWriteArrayList<>();

    /** Runs, and describes each failure when it is told of. */
    private Engine run(Flow flow, Masking masking) {
        Engine engine = Engine.builder(flow)
                .store("login", Map.of("user", "root", "password", "hunter2"))
                .build();
        FailureFormatter formatter = new FailureFormatter(engine, masking);
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.failure() != null) {
                    formatted.add(formatter.format(change));
                }
            }
        });
        Flows.run(engine);
        return engine;
    }

    @Test
    void theTreeOfPredecessorsHasTheMostRecentFirst() {
        run(
                LinearFlow.named("f", new Times(1).provides("round"))
                        .add(
                                LinearFlow.named("inner").add(Flows.task("a").provides("x")),
                                Tasks.of("b", List.of(Input.in("x", String.class)), given -> 2),
                                Flows.failing("c")),
                Masking.NONE);
        assertThat(formatted).hasSize(1);
        assertThat(Objects.requireNonNull(formatted.get(0).exception())).hasMessage("c fails");
        assertThat(formatted.get(0).text().lines())
                .containsExactly(
                        "5 predecessors (most recent first):",
                        "  Atom 'b' {intention=REVERT, state=SUCCESS, requires={x=\"a\"}, provides=2}",
                        "    Atom 'a' {intention=REVERT, state=SUCCESS, provides=\"a\"}",
                        "      Flow 'inner'",
                        "        Atom 'f_retry' {intention=REVERT, state=SUCCESS, provides=1}",
                        "          Flow 'f'");
    }

    @Test
    void eachPredecessorIsShownOnceAlsoWhereSeveralComeAfterIt() {
        run(
                LinearFlow.named("f")
                        .add(
                                Flows.task("a"),
                                UnorderedFlow.named("both").add(Flows.task("b1"), Flows.task("b2")),
                                Flows.failing("c")),
                Masking.NONE);
        String text = formatted.get(0).text();
        assertThat(text).startsWith("5 predecessors");
        assertThat(text.lines().filter(line -> line.contains("'a'"))).hasSize(1);
        assertThat(text).contains("Atom 'b1'", "Atom 'b2'", "Flow 'both'");
    }

    @Test
    void hiddenAtomsShowNeitherInputsNorResultsAndKeysAreMaskedAtAnyDepth() {
        run(
                LinearFlow.named("f").add(Flows.secret("a"), Flows.secret("b"), Flows.failing("c")),
                Masking.NONE.hiding("a").inInputs("password").inResults("password", "host"));
        assertThat(formatted.get(0).text().lines())
                .contains("    Atom 'a' {intention=REVERT, state=SUCCESS}")
                .anyMatch(line -> line.startsWith("  Atom 'b' {intention=REVERT, state=SUCCESS, requires={login={")
                        && line.contains("\"user\":\"root\"")
                        && line.contains("\"host\":\"***\"")
                        && line.contains("\"keys\":[{\"password\":\"***\"}]"))
                .noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void anInputThatIsMaskedByNameIsNotShownAtAll() {
        run(
                LinearFlow.named("f").add(Flows.secret("a"), Flows.failing("c")),
                Masking.NONE.inInputs("login").inResults("keys"));
        assertThat(formatted.get(0).text()).contains("requires={login=***}", "\"keys\":\"***\"");
    }

    @Test
    void aFailedRevertHasNoPredecessorsToBlame() {
        Task stuck = Tasks.of("stuck", List.of(), given -> 1, (outcome, failures, given) -> {
            throw new IllegalStateException("cannot undo");
        });
        run(LinearFlow.named("f").add(Flows.task("a"), stuck, Flows.failing("c")), Masking.NONE);
        assertThat(formatted).hasSize(2);
        assertThat(Objects.requireNonNull(formatted.get(1).exception())).hasMessage("cannot undo");
        assertThat(formatted.get(1).text()).isEmpty();
    }

    private static FlowListener.AtomChanged failed(String atom, @Nullable Failure failure) {
        return new FlowListener.AtomChanged(
                new UUID(1, 2),
                atom,
                AtomKind.TASK,
                AtomState.REVERTING,
                AtomState.REVERT_FAILURE,
                1,
                null,
                failure,
                "w1");
    }

    @Test
    void aFailureWithoutALiveExceptionIsToldByItsStackTrace() {
        Engine engine = run(LinearFlow.named("f").add(Flows.task("a")), Masking.NONE);
        FailureFormatter formatter = new FailureFormatter(engine, Masking.NONE);
        Failure far = Failure.of(List.of("Boom"), "far away", "Boom: far away\n  at far.Away\n", List.of());
        assertThat(formatter.format(failed("a", far)))
                .isEqualTo(
                        new FailureFormatter.Formatted(null, "Boom: far away\n  at far.Away" + System.lineSeparator()));
        Failure bare = Failure.of(List.of("Boom"), "far away", "", List.of());
        assertThat(formatter.format(failed("a", bare)).text().strip()).isEqualTo("Failure: Boom: far away");
        assertThatThrownBy(() -> formatter.format(failed("b", bare)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("'b'");
        assertThatThrownBy(() -> formatter.format(failed("a", null))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void ofManyPredecessorsTheNearestAreShown() {
        LinearFlow flow = LinearFlow.named("f");
        for (int i = 0; i < 150; i++) {
            flow.add(Flows.task("t" + i));
        }
        run(flow.add(Flows.failing("last")), Masking.NONE);
        List<String> lines = new ArrayList<>(formatted.get(0).text().lines().toList());
        assertThat(lines).hasSize(102);
        assertThat(lines.get(0)).startsWith("151 predecessors");
        assertThat(lines.get(1)).startsWith("  Atom 't149'");
        assertThat(lines.get(101)).isEqualTo("  and 51 more");
    }
}
