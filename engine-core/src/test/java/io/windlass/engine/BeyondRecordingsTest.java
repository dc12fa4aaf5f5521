package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.DeciderDepth;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.ForEach;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.retry.Times;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TaskFlow's behaviour that no recording shows. */
class BeyondRecordingsTest {
    private final Script script = new Script();

    private Engine engine(io.windlass.flow.Flow flow) {
        return Engine.builder(flow).listener(script).build();
    }

    @Test
    void thoseReadyTogetherStartByPriorityForwardAndBack() {
        Engine engine = engine(UnorderedFlow.named("f")
                .add(
                        script.task("low").priority(-1),
                        LinearFlow.named("nested").add(script.task("high").priority(9)),
                        script.failing("middle").priority(3)));
        assertThat(Script.failuresOf(engine)).containsExactly("middle fails");
        assertThat(script.calls).containsExactly("high", "middle", "low", "-high", "-middle", "-low");
    }

    @Test
    void aDeciderOfASkippedTaskHasNoVote() {
        Task start = script.task("start");
        Task skipped = script.task("skipped");
        Task done = script.task("done");
        Task end = script.task("end");
        List<Object> asked = new CopyOnWriteArrayList<>();
        GraphFlow flow = GraphFlow.named("f")
                .add(start, skipped, done, end)
                .link(start, skipped, results -> false, DeciderDepth.ATOM)
                .link(start, done)
                .link(skipped, end, results -> {
                    asked.add("the skipped one's");
                    return false;
                })
                .link(done, end, results -> {
                    asked.add(results.names());
                    return "done".equals(results.get("done", String.class));
                });
        assertThat(engine(flow).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(asked).containsExactly(java.util.Set.of("done"));
        assertThat(script.calls).containsExactly("start", "done", "end");
    }

    @Test
    void whoNeedsWhatASkippedTaskProvidesStopsTheRun() {
        Task start = script.task("start");
        Task skipped = script.task("skipped").provides("value");
        GraphFlow flow = GraphFlow.named("f")
                .add(start, skipped, script.task("end", "value"))
                .link(start, skipped, results -> false, DeciderDepth.ATOM);
        Engine engine = engine(flow);
        assertThat(Script.failuresOf(engine)).singleElement().asString().contains("\"end==1.0\" needs 'value'");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.calls).containsExactly("start");
        assertThat(script.changes).endsWith("skipped IGNORE", "end RUNNING", "FAILURE");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void whatWasSelectedButNotStartedWhenAnotherFailedIsNeverReverted(int priority) {
        Engine engine = engine(UnorderedFlow.named("f")
                .add(
                        LinearFlow.named("line").add(script.task("x"), script.task("y")),
                        script.failing("z").priority(priority)));
        assertThat(Script.failuresOf(engine)).containsExactly("z fails");
        assertThat(script.calls).containsExactlyInAnyOrder("x", "z", "-x", "-z");
        assertThat(script.changes).noneMatch(change -> change.startsWith("y "));
    }

    /** A controller whose execute fails. */
    private static final class Broken extends Retry {
        final List<History> reverted = new ArrayList<>();

        @Override
        public Object execute(History history, Inputs given) {
            throw new IllegalStateException("no round begins");
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            throw new AssertionError("it must not be asked about itself");
        }

        @Override
        public void revert(History history, Inputs given, FlowFailures failures) {
            reverted.add(history);
        }
    }

    @Test
    void theEnclosingControllerIsAskedWhenAControllerFails() {
        Broken broken = new Broken();
        List<History> asked = new CopyOnWriteArrayList<>();
        Retry outer = new Retry() {
            @Override
            public Object execute(History history, Inputs given) {
                return history.size();
            }

            @Override
            public Decision onFailure(History history, Inputs given) {
                asked.add(history);
                return history.size() < 2 ? Decision.RETRY : Decision.REVERT;
            }
        };
        Engine engine = engine(LinearFlow.named("outer", outer)
                .add(script.task("a"), LinearFlow.named("inner", broken).add(script.task("never"))));
        assertThat(Script.failuresOf(engine)).containsExactly("no round begins");
        assertThat(script.calls).containsExactly("a", "-a", "a", "-a");
        assertThat(asked).extracting(History::size).containsExactly(1, 2);
        assertThat(asked.get(1).attempts())
                .allSatisfy(attempt -> assertThat(attempt.failures()).containsOnlyKeys("inner_retry"));
        assertThat(asked.get(1).causedBy(IllegalStateException.class)).isTrue();
        assertThat(broken.reverted).hasSize(2).allSatisfy(history -> {
            assertThat(history.attempts()).isEmpty();
            assertThat(history.failure()).isNotNull();
        });
    }

    @Test
    void aControllerWithNothingToTryFails() {
        Engine engine = engine(LinearFlow.named("f", new ForEach(List.of())).add(script.task("never")));
        assertThat(Script.failuresOf(engine)).singleElement().asString().contains("no values are left");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.changes)
                .containsExactly(
                        "RUNNING",
                        "f_retry RUNNING",
                        "f_retry FAILURE",
                        "f_retry REVERTING",
                        "f_retry REVERTED",
                        "REVERTED");
    }

    @Test
    void allValuesOfANameComeInTheOrderOfTheirProviders() {
        Engine engine = Engine.builder(LinearFlow.named("f", new Times(1).provides("x"))
                        .add(
                                script.task("a").provides("x"),
                                script.task("b").providesEntries("x"),
                                LinearFlow.named("nested").add(script.task("c").provides("x"))))
                .store("x", "stored")
                .build();
        assertThat(engine.results("x", Object.class)).containsExactly("stored");
        engine.run();
        assertThat(engine.results("x", Object.class)).containsExactly("stored", "a", "c", 1L);
        assertThat(engine.results("nobody's", Object.class)).isEmpty();
    }

    @Test
    void valuesEqualToTriedOnesAreTriedAsOftenAsTheyAreThere() {
        List<Object> tried = new CopyOnWriteArrayList<>();
        Task task = io.windlass.atom.Tasks.of("t", List.of(io.windlass.atom.Input.in("value", Object.class)), given -> {
            tried.add(given.get("value"));
            throw new IllegalStateException("never right");
        });
        Object list = List.of(Map.of("k", 1));
        Engine engine = engine(LinearFlow.named("f", new ForEach(List.of(1, "1", 1, list, list)).provides("value"))
                .add(task));
        assertThat(Script.failuresOf(engine)).containsExactly("never right");
        Object read = List.of(Map.of("k", 1L));
        assertThat(tried).containsExactly(1L, "1", 1L, read, read);
    }

    @Test
    void aRetryLoadedFromTheStoreKnowsWhatItTried() {
        try (MemoryPersistence store = new MemoryPersistence()) {
            List<Object> tried = new CopyOnWriteArrayList<>();
            List<Engine> engines = new CopyOnWriteArrayList<>();
            Task task =
                    io.windlass.atom.Tasks.of("t", List.of(io.windlass.atom.Input.in("value", Object.class)), given -> {
                        tried.add(given.get("value"));
                        engines.get(0).suspend();
                        throw new IllegalStateException("never right");
                    });
            LinearFlow flow = LinearFlow.named("f", new ForEach(List.of("p", "q")).provides("value"))
                    .add(task);
            Engine engine = Engine.builder(flow).persistence(store).build();
            engines.add(engine);
            assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
            engines.set(0, Engine.builder(flow).build());
            Engine other = Engine.builder(flow)
                    .persistence(store)
                    .resume(store.load(engine.id()).orElseThrow())
                    .build();
            assertThat(Script.failuresOf(other)).containsExactly("never right");
            assertThat(tried).containsExactly("p", "q");
        }
    }
}
