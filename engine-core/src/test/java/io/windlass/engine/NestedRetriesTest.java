package io.windlass.engine;

import static io.windlass.retry.Decision.RETRY;
import static io.windlass.retry.Decision.REVERT;
import static io.windlass.retry.Decision.REVERT_ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Task;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Controllers of flows in flows: whom a failure is put to, and whose answer counts. */
class NestedRetriesTest {
    private final Script script = new Script();

    /** {@code before}, then a flow {@code inner} of {@code a} and {@code b}, which fails, all in a flow {@code outer}. */
    private Flow flow(ScriptedRetry outer, ScriptedRetry inner) {
        return LinearFlow.named("outer", outer)
                .add(
                        script.task("before"),
                        LinearFlow.named("inner", inner).add(script.task("a"), script.failing("b")));
    }

    @Test
    void theOuterOneIsAskedWhenTheInnerGivesUpAndItsAnswerCounts() {
        ScriptedRetry outer = script.retry(RETRY, REVERT);
        Script.failuresOf(script.engine(flow(outer, script.retry(REVERT))));
        assertThat(script.calls)
                .startsWith(
                        "outer_retry begins 1",
                        "before",
                        "inner_retry begins 1",
                        "a",
                        "b",
                        "inner_retry is asked [b]",
                        "outer_retry is asked [inner_retry]",
                        "-b",
                        "-a",
                        "-inner_retry after 1",
                        "-before",
                        "outer_retry begins 2",
                        "before",
                        "inner_retry begins 1");
        History asked = outer.shown.get(1);
        assertThat(asked.attempts().get(0).failures().get("inner_retry"))
                .extracting(failure -> failure.message())
                .isEqualTo("b fails");
    }

    @Test
    void theOuterOneIsNotAskedWhileTheInnerRetries() {
        Script.failuresOf(script.engine(flow(script.retry(REVERT), script.retry(RETRY, RETRY, REVERT))));
        assertThat(script.calls)
                .containsSubsequence(
                        "inner_retry begins 1",
                        "inner_retry is asked [b]",
                        "inner_retry begins 2",
                        "inner_retry is asked [b]",
                        "inner_retry begins 3",
                        "inner_retry is asked [b]",
                        "outer_retry is asked [inner_retry]")
                .containsOnlyOnce("outer_retry is asked [inner_retry]");
    }

    @Test
    void whereAllGiveUpOnlyTheInnersFlowIsUndoneAndTheFlowIsRevertedAllTheSame() {
        try (MemoryPersistence store = new MemoryPersistence()) {
            Engine engine = Engine.builder(flow(script.retry(REVERT), script.retry(REVERT)))
                    .persistence(store)
                    .build();
            assertThat(Script.failuresOf(engine)).containsExactly("b fails");
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(script.calls).endsWith("outer_retry is asked [inner_retry]", "-b", "-a", "-inner_retry after 1");
            assertThat(Script.told(store.load(engine.id()).orElseThrow()))
                    .containsAllEntriesOf(Map.of(
                            "outer_retry", "SUCCESS/EXECUTE 1",
                            "before", "SUCCESS/EXECUTE \"before\"",
                            "inner_retry", "REVERTED/REVERT 0",
                            "a", "REVERTED/REVERT \"a\""));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereRevertsAreDeferredTheOutersAnswerIsTaken(boolean isControlled) {
        Flow inner = LinearFlow.named("inner", script.retry(REVERT)).add(script.task("a"), script.failing("b"));
        Task before = script.task("before");
        Flow flow = isControlled
                ? LinearFlow.named("outer", script.retry(REVERT)).add(before, inner)
                : LinearFlow.named("outer").add(before, inner);
        Engine engine = Engine.builder(flow).deferReverts(true).build();
        assertThat(Script.failuresOf(engine)).containsExactly("b fails");
        assertThat(script.calls)
                .endsWith(
                        isControlled
                                ? new String[] {"-a", "-inner_retry after 1", "-before", "-outer_retry after 1"}
                                : new String[] {"-b", "-a", "-inner_retry after 1", "-before"});
    }

    @Test
    void anInnerRevertAllUndoesEverythingAndTheOuterIsNotAsked() {
        Script.failuresOf(script.engine(flow(script.retry(RETRY), script.retry(REVERT_ALL))));
        assertThat(script.calls)
                .endsWith(
                        "inner_retry is asked [b]",
                        "-b",
                        "-a",
                        "-inner_retry after 1",
                        "-before",
                        "-outer_retry after 1");
    }

    @Test
    void anOuterRevertAllUndoesEverything() {
        Flow flow =
                LinearFlow.named("f").add(script.task("first"), flow(script.retry(REVERT_ALL), script.retry(REVERT)));
        Script.failuresOf(script.engine(flow));
        assertThat(script.calls).endsWith("-a", "-inner_retry after 1", "-before", "-outer_retry after 1", "-first");
    }

    @Test
    void anInnerOneBeginsWithAnEmptyHistoryWhenTheOuterRetries() {
        Flow flow = LinearFlow.named("outer", new Times(2))
                .add(LinearFlow.named("inner", new Times(2)).add(script.failing("a")));
        Engine engine = script.engine(flow);
        assertThat(Script.failuresOf(engine)).containsExactly("a fails");
        assertThat(script.calls.stream().filter("a"::equals)).hasSize(4);
        assertThat(script.changes)
                .filteredOn(change -> change.startsWith("inner_retry"))
                .containsSubsequence(
                        "inner_retry RETRYING",
                        "inner_retry REVERTING",
                        "inner_retry REVERTED",
                        "inner_retry PENDING",
                        "inner_retry RUNNING",
                        "inner_retry RETRYING");
    }

    /** Both fail in one batch, the one with the higher priority first: the order of the two answers must not matter. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aSiblingsRetryDoesNotTakeARevertAllBack(int priority) {
        Engine engine = script.engine(
                UnorderedFlow.named("f").add(controlled("x", REVERT_ALL, priority), controlled("y", RETRY, 0)));
        assertThat(Script.failuresOf(engine)).containsExactlyInAnyOrder("x fails", "y fails");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls)
                .containsExactlyInAnyOrder(
                        "of x_retry begins 1",
                        "of y_retry begins 1",
                        "x",
                        "y",
                        "of x_retry is asked [x]",
                        "of y_retry is asked [y]",
                        "-x",
                        "-y",
                        "-of x_retry after 1",
                        "-of y_retry after 1");
    }

    /** Two fail in one batch, and their controller is asked about each. */
    @ParameterizedTest
    @CsvSource({"RETRY, REVERT", "REVERT, RETRY"})
    void ofTwoAnswersTheOneThatGivesUpCounts(Decision first, Decision second) {
        Engine engine = script.engine(
                UnorderedFlow.named("f", script.retry(first, second)).add(script.failing("x"), script.failing("y")));
        assertThat(Script.failuresOf(engine)).containsExactly("x fails", "y fails");
        assertThat(script.calls)
                .containsExactly(
                        "f_retry begins 1",
                        "x",
                        "y",
                        "f_retry is asked [x]",
                        "f_retry is asked [x, y]",
                        "-x",
                        "-y",
                        "-f_retry after 1");
    }

    private Flow controlled(String task, Decision answer, int priority) {
        return LinearFlow.named("of " + task, script.retry(answer))
                .add(script.failing(task).priority(priority));
    }

    @Test
    void siblingsRetryEachForItself() {
        Engine engine = script.engine(UnorderedFlow.named("f")
                .add(
                        LinearFlow.named("x", new Times(3).provides("round")).add(script.failingBefore(3, "a")),
                        LinearFlow.named("y").add(script.task("b"), script.task("c"))));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls.stream().filter("a"::equals)).hasSize(3);
        assertThat(script.calls).containsOnlyOnce("b", "c").doesNotContain("-b", "-c");
    }

    @Test
    void threeDeepEachIsAskedInTurn() {
        Flow flow = LinearFlow.named("one", script.retry(REVERT))
                .add(LinearFlow.named("two", script.retry(REVERT))
                        .add(LinearFlow.named("three", script.retry(REVERT)).add(script.failing("a"))));
        Script.failuresOf(script.engine(flow));
        assertThat(script.calls)
                .endsWith(
                        "three_retry is asked [a]",
                        "two_retry is asked [three_retry]",
                        "one_retry is asked [two_retry]",
                        "-a",
                        "-three_retry after 1");
    }
}
