package io.windlass.engine;

import static io.windlass.atom.DeciderDepth.ALL;
import static io.windlass.atom.DeciderDepth.ATOM;
import static io.windlass.atom.DeciderDepth.FLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Decider;
import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Results;
import io.windlass.atom.Task;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deciders on links of graph flows: when they are asked, what they are told, what their no skips. */
class DecidersTest {
    private static final Decider NO = results -> false;
    private static final Decider YES = results -> true;

    private final Script script = new Script();
    private final Task a = script.task("a");
    private final Task b = script.task("b");
    private final Task c = script.task("c");
    private final Task d = script.task("d");

    private List<String> callsOf(Flow flow) {
        assertThat(script.engine(flow).run()).isEqualTo(FlowState.SUCCESS);
        return script.calls;
    }

    @ParameterizedTest
    @CsvSource({"true, 'a,b'", "false, a"})
    void aTaskRunsWhenItsDeciderSaysSo(boolean proceed, String calls) {
        GraphFlow flow = GraphFlow.named("f").add(a, b).link(a, b, results -> proceed);
        assertThat(callsOf(flow)).containsExactly(calls.split(",", -1));
        assertThat(script.changes).endsWith(proceed ? "b SUCCESS" : "b IGNORE", "SUCCESS");
    }

    @Test
    void itIsAskedOnceWhenAllBeforeTheTaskIsDone() {
        AtomicInteger asked = new AtomicInteger();
        GraphFlow flow = GraphFlow.named("f").add(a, b, c).link(a, c).link(b, c).link(a, c, results -> {
            script.calls.add("asked " + asked.incrementAndGet());
            return true;
        });
        assertThat(callsOf(flow)).containsExactly("a", "b", "asked 1", "c");
    }

    @Test
    void itIsToldTheResultsFromAllLinksWithDecidersThatLeadThere() {
        List<Results> told = new CopyOnWriteArrayList<>();
        Decider notes = results -> told.add(results);
        GraphFlow flow = GraphFlow.named("f")
                .add(a, b, c, d)
                .link(a, d, notes)
                .link(b, d, notes)
                .link(c, d);
        callsOf(flow);
        assertThat(told).hasSize(2).allSatisfy(results -> {
            assertThat(results.names()).isEqualTo(Set.of("a", "b"));
            assertThat(results.get("b", String.class)).isEqualTo("b");
            assertThatThrownBy(() -> results.get("c", String.class)).isInstanceOf(NotFoundException.class);
        });
    }

    @Test
    void itIsToldNothingOfAWholeFlow() {
        List<Set<String>> told = new CopyOnWriteArrayList<>();
        Flow nested = LinearFlow.named("nested").add(a);
        GraphFlow flow = GraphFlow.named("f").add(nested, b).link(nested, b, results -> told.add(results.names()));
        assertThat(callsOf(flow)).containsExactly("a", "b");
        assertThat(told).containsExactly(Set.of());
    }

    @Test
    void onALinkIntoAFlowItIsAskedForEachThatTheFlowBeginsWith() {
        AtomicInteger asked = new AtomicInteger();
        Flow nested = UnorderedFlow.named("nested").add(b, c);
        GraphFlow flow = GraphFlow.named("f").add(a, nested).link(a, nested, results -> asked.incrementAndGet() > 2);
        assertThat(callsOf(flow)).containsExactly("a");
        assertThat(asked).hasValue(2);
        assertThat(script.changes).contains("b IGNORE", "c IGNORE");
    }

    @Test
    void onALinkIntoAControlledFlowItIsAskedForTheController() {
        AtomicInteger asked = new AtomicInteger();
        Flow nested = LinearFlow.named("nested", new Times(2)).add(b);
        GraphFlow flow = GraphFlow.named("f").add(a, nested).link(a, nested, results -> asked.incrementAndGet() > 1);
        assertThat(callsOf(flow)).containsExactly("a");
        assertThat(asked).hasValue(1);
        assertThat(script.changes).endsWith("nested_retry IGNORE", "b IGNORE", "SUCCESS");
    }

    /** {@code a -> b -> c -> d}, where b is followed by a flow of x that d comes after. */
    @ParameterizedTest
    @CsvSource({"ATOM, 'a,c,x,d'", "NEIGHBORS, 'a,x,d'", "FLOW, 'a,x'", "ALL, a"})
    void aNoSkipsAsFarAsItsDepthSays(DeciderDepth depth, String calls) {
        Flow nested = LinearFlow.named("nested").add(script.task("x"));
        GraphFlow flow = GraphFlow.named("f")
                .add(a, b, c, d, nested)
                .link(a, b, NO, depth)
                .link(b, c)
                .link(c, d)
                .link(b, nested);
        assertThat(callsOf(flow)).containsExactlyInAnyOrder(calls.split(",", -1));
    }

    @Test
    void withinAFlowItStopsAtNestedFlowsAndWhatIsBehindThem() {
        Flow nested = LinearFlow.named("nested").add(script.task("x"));
        GraphFlow flow = GraphFlow.named("f")
                .add(a, b, nested, d)
                .link(a, b, NO, FLOW)
                .link(b, nested)
                .link(nested, d);
        assertThat(callsOf(flow)).containsExactly("a", "x", "d");
    }

    @Test
    void withoutADepthAllIsSkippedOutOfTheFlowToo() {
        GraphFlow graph = GraphFlow.named("g").add(a, b).link(a, b, NO);
        Flow flow = LinearFlow.named("f")
                .add(graph, LinearFlow.named("h", new Times(1)).add(c));
        assertThat(callsOf(flow)).containsExactly("a");
        assertThat(script.changes)
                .containsExactly(
                        "RUNNING", "a RUNNING", "a SUCCESS", "b IGNORE", "h_retry IGNORE", "c IGNORE", "SUCCESS");
    }

    /** {@code a}, {@code b} and {@code c} lead to d; what is after d shows how far the no went. */
    @ParameterizedTest
    @CsvSource({"ATOM, ATOM, 'a,b,c,e,g'", "ATOM, NEIGHBORS, 'a,b,c,g'", "ALL, ATOM, 'a,b,c'"})
    void oneNoIsEnoughAndOfSeveralTheWidestCounts(DeciderDepth one, DeciderDepth other, String calls) {
        Task e = script.task("e");
        Task g = script.task("g");
        GraphFlow flow = GraphFlow.named("f")
                .add(a, b, c, d, e, g)
                .link(a, d, NO, one)
                .link(b, d, NO, other)
                .link(c, d, YES, ALL)
                .link(d, e)
                .link(e, g);
        assertThat(callsOf(flow)).containsExactly(calls.split(",", -1));
    }

    @Test
    void aJoinIsSkippedWithOneOfItsBranches() {
        GraphFlow flow = GraphFlow.named("f")
                .add(a, b, c, d)
                .link(a, b, NO)
                .link(a, c, YES)
                .link(b, d)
                .link(c, d);
        assertThat(callsOf(flow)).containsExactly("a", "c");
    }

    @Test
    void whatWasSkippedHasNoResult() {
        GraphFlow flow = GraphFlow.named("f").add(a, b.provides("value")).link(a, b, NO);
        Engine engine = script.engine(flow);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThatThrownBy(() -> engine.result("value", String.class)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void skippedTasksAreNoObstacleToUndoing() {
        try (MemoryPersistence store = new MemoryPersistence()) {
            GraphFlow graph =
                    GraphFlow.named("g").add(a, b, c).link(a, b, NO, ATOM).link(b, c);
            Engine engine = Engine.builder(LinearFlow.named("f").add(graph, script.failing("z")))
                    .persistence(store)
                    .build();
            assertThat(Script.failuresOf(engine)).containsExactly("z fails");
            assertThat(script.calls).containsExactly("a", "c", "z", "-z", "-c", "-a");
            assertThat(Script.told(store.load(engine.id()).orElseThrow())).containsEntry("b", "IGNORE/REVERT null");
        }
    }

    /** Says no in the first round and yes in the second. */
    private Flow onceSkipped(AtomicInteger asked) {
        GraphFlow graph = GraphFlow.named("g").add(a, b).link(a, b, results -> asked.incrementAndGet() > 1, ATOM);
        return LinearFlow.named("f", new Times(2).provides("round")).add(graph, script.failingBefore(2, "z"));
    }

    @Test
    void aNewRoundAsksAfresh() {
        assertThat(callsOf(onceSkipped(new AtomicInteger()))).containsExactly("a", "z", "-z", "-a", "a", "b", "z");
        assertThat(script.changes).containsSubsequence("b IGNORE", "f_retry RETRYING", "b PENDING", "b SUCCESS");
    }

    @Test
    void aResetAsksAfresh() {
        AtomicInteger asked = new AtomicInteger();
        Engine engine =
                script.engine(GraphFlow.named("f").add(a, b).link(a, b, results -> asked.incrementAndGet() > 1));
        engine.run();
        engine.reset();
        assertThat(script.changes).endsWith("b IGNORE", "SUCCESS", "a PENDING", "b PENDING", "PENDING");
        engine.run();
        assertThat(script.calls).containsExactly("a", "a", "b");
    }
}
