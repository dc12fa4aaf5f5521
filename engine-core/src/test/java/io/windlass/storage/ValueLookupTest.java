package io.windlass.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.Compiler;
import io.windlass.execution.TaskOutcome;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.Action;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which of several values an atom is given. */
class ValueLookupTest {
    private static final Value ONE = Values.write(1);
    private static final Value TWO = Values.write(2);
    private static final Value THREE = Values.write(3);

    /** A flow's storage in which atoms are done by hand. */
    private record Run(Compilation graph, FlowStorage storage) {
        static Run of(Flow flow, Map<String, Value> store) {
            Compilation graph = Compiler.compile(flow);
            return new Run(graph, FlowStorage.create(graph, new MemoryPersistence(), UUID.randomUUID(), null, store));
        }

        Run done(String atom, Value result) {
            int node = node(atom);
            storage.finished(node, TaskOutcome.of(storage.begin(node, Action.EXECUTE), result));
            return this;
        }

        Run skipped(String atom) {
            storage.ignore(node(atom));
            return this;
        }

        Map<String, Value> given(String atom) {
            return storage.values().arguments(node(atom), Action.EXECUTE);
        }

        private int node(String atom) {
            return Objects.requireNonNull(graph.node(atom));
        }
    }

    private static Task task(String name, String... inputs) {
        return Tasks.of(
                name,
                List.of(inputs).stream()
                        .map(input -> Input.in(input, Object.class))
                        .toList(),
                given -> null);
    }

    private static Task provider(String name) {
        return task(name).provides("x");
    }

    @Test
    void theNearestLevelWinsAndWithinItTheNearestSibling() {
        Flow inner = LinearFlow.named("inner").add(provider("c"), task("asks", "x"));
        Flow flow = LinearFlow.named("f").add(provider("a"), provider("b"), task("before", "x"), inner);
        Run run = Run.of(flow, Map.of()).done("a", ONE).done("b", TWO).done("c", THREE);
        assertThat(run.given("before")).containsEntry("x", TWO);
        assertThat(run.given("asks")).containsEntry("x", THREE);
    }

    @Test
    void aProviderInANestedFlowHidesOneBeforeThatFlowFromWhatFollows() {
        Flow inner = UnorderedFlow.named("inner").add(provider("b"));
        Flow flow = LinearFlow.named("f").add(provider("a"), inner, task("asks", "x"));
        assertThat(Run.of(flow, Map.of()).done("a", ONE).done("b", TWO).given("asks"))
                .containsEntry("x", TWO);
    }

    @Test
    void skippedProvidersAreLookedPastOthersThatAreNotDoneAreNot() {
        Flow inner = LinearFlow.named("inner").add(provider("b"), task("asks", "x"));
        Flow flow = LinearFlow.named("f").add(provider("a"), inner);
        assertThat(Run.of(flow, Map.of()).done("a", ONE).skipped("b").given("asks"))
                .containsEntry("x", ONE);
        Run waiting = Run.of(flow, Map.of()).done("a", ONE);
        assertThatThrownBy(() -> waiting.given("asks"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("'b', which should provide it, did not");
    }

    @Test
    void withinALevelTheFirstThatHasTheValueWins() {
        Flow flow = LinearFlow.named("f")
                .add(task("a").providesEntries("x"), task("b").providesEntries("x"), task("asks", "x"));
        Run run =
                Run.of(flow, Map.of()).done("a", Values.write(Map.of("x", 1))).done("b", Values.write(Map.of("y", 2)));
        assertThat(run.given("asks")).containsEntry("x", ONE);
    }

    @Test
    void theStoreHidesProvidersAndWhatIsInjectedHidesTheStore() {
        Flow flow = LinearFlow.named("f")
                .add(provider("a"), task("asks", "x"), task("has", "x").inject("x", 3));
        Run run = Run.of(flow, Map.of("x", TWO)).done("a", ONE);
        assertThat(run.given("asks")).containsEntry("x", TWO);
        assertThat(run.given("has")).containsEntry("x", THREE);
    }

    @Test
    void whatIsInjectedForOneBodyIsNotGivenToTheOther() {
        Task task = new DoneAndUndone().named("t").inject("x", 1).inject("y", 2);
        Run run = Run.of(LinearFlow.named("f").add(task), Map.of());
        ValueLookup values = run.storage().values();
        assertThat(values.arguments(run.node("t"), Action.EXECUTE)).isEqualTo(Map.of("x", ONE));
        assertThat(values.arguments(run.node("t"), Action.REVERT)).isEqualTo(Map.of("y", TWO));
    }

    /** Needs one thing to be done and another to be undone. */
    static final class DoneAndUndone extends Task {
        public int execute(int x) {
            return x;
        }

        public void revert(int y) {
            assertThat(y).isPositive();
        }
    }

    @Test
    void callersSeeAllProvidersWhateverTheirPlace() {
        Flow flow = UnorderedFlow.named("f").add(provider("a"), provider("b"), task("asks", "z"));
        Run run = Run.of(flow, Map.of()).done("b", TWO);
        assertThat(run.storage().values().fetch("x")).contains(TWO);
        run.done("a", ONE);
        assertThat(run.storage().values().fetchAll("x")).containsExactly(ONE, TWO);
        assertThat(Run.of(flow, Map.of("x", THREE))
                        .done("a", ONE)
                        .storage()
                        .values()
                        .fetchAll("x"))
                .containsExactly(THREE, ONE);
        assertThat(run.storage().values().fetch("nobody's")).isEmpty();
    }

    @Test
    void partsOfAResultAreThoseOfTheNewestResult() {
        Task pair = task("pair").providesItems("x", "y");
        Run run = Run.of(LinearFlow.named("f").add(pair, task("asks", "x", "y")), Map.of());
        run.done("pair", Values.write(List.of(1, 2)));
        assertThat(run.given("asks")).isEqualTo(new LinkedHashMap<>(Map.of("x", ONE, "y", TWO)));
        run.storage().renew(run.node("pair"));
        run.done("pair", Values.write(List.of(3, 1)));
        assertThat(run.given("asks")).isEqualTo(new LinkedHashMap<>(Map.of("x", THREE, "y", ONE)));
        run.storage().renew(run.node("pair"));
        run.done("pair", Values.write(List.of(1)));
        assertThatThrownBy(() -> run.given("asks"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("'y'");
    }
}
