package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.RefusedException;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The life of an engine: runs, reruns, resets, and user code that goes wrong. */
class EngineTest {
    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(script).build();
    }

    private int roundOf(Engine engine, String atom) {
        return store.load(engine.id()).orElseThrow().atoms().stream()
                .filter(stored -> stored.name().equals(atom))
                .findFirst()
                .orElseThrow()
                .round();
    }

    @Test
    void aFlowThatEndedIsRunAgainOnlyWhenAskedTo() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).containsExactly("RUNNING", "a RUNNING", "a SUCCESS", "SUCCESS");
        assertThat(engine.rerun()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).endsWith("SUCCESS", "RUNNING", "SUCCESS").hasSize(6);
        assertThat(script.calls).containsExactly("a");
    }

    @Test
    void afterAResetEverythingIsDoneAfreshInANewRound() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b")));
        engine.run();
        engine.reset();
        assertThat(engine.state()).isEqualTo(FlowState.PENDING);
        assertThat(script.changes).endsWith("SUCCESS", "a PENDING", "b PENDING", "PENDING");
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "a", "b");
        assertThat(roundOf(engine, "a")).isEqualTo(2);
    }

    @Test
    void whatEndedInFailureIsNotReset() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("a"), script.failing("b")))
                .persistence(store)
                .neverResolve(true)
                .build();
        assertThat(Script.failuresOf(engine)).containsExactly("b fails");
        assertThatThrownBy(engine::reset)
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("FAILURE");
        assertThat(store.load(engine.id()).orElseThrow().atoms())
                .extracting(atom -> atom.state())
                .containsExactly(AtomState.SUCCESS, AtomState.FAILURE);
        assertThatThrownBy(engine::rerun).isInstanceOf(FlowFailedException.class);
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
    }

    @Test
    void aFlowWhoseUndoFailedStaysInFailureWhenItIsRunAgain() {
        Task stuck = Tasks.of("stuck", List.of(), given -> "done", (outcome, failures, given) -> {
            throw new IllegalStateException("cannot undo");
        });
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), stuck, script.failing("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("cannot undo");
        assertThatThrownBy(engine::rerun)
                .isInstanceOfSatisfying(
                        FlowFailedException.class,
                        e -> assertThat(e.failures())
                                .extracting(failure -> failure.message())
                                .containsExactly("b fails", "cannot undo"));
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
    }

    @Test
    void oneRunAtATime() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Engine engine = engine(LinearFlow.named("f").add(Tasks.of("a", List.of(), given -> {
            started.countDown();
            go.await();
            return null;
        })));
        CompletableFuture<FlowState> end = engine.start();
        started.await();
        assertThatThrownBy(engine::start).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(engine::rerun).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(engine::reset).isInstanceOf(InvalidStateException.class);
        go.countDown();
        assertThat(end.get()).isEqualTo(FlowState.SUCCESS);
    }

    /** A controller that does as it is told, and notes its threads. */
    private static final class Told extends Retry {
        final List<String> threads = new CopyOnWriteArrayList<>();
        private final Decision decision;

        Told(Decision decision) {
            this.decision = decision;
        }

        @Override
        public Object execute(History history, Inputs given) {
            threads.add(Thread.currentThread().getName());
            return 1;
        }

        @Override
        public Decision onFailure(History history, Inputs given) {
            threads.add(Thread.currentThread().getName());
            if (decision == Decision.RETRY) {
                throw new IllegalStateException("undecided");
            }
            return decision;
        }
    }

    @Test
    void aControllerThatCannotDecideEndsTheRunAndNothingIsUndone() {
        Engine engine =
                engine(LinearFlow.named("f", new Told(Decision.RETRY)).add(script.task("a"), script.failing("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("undecided");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.calls).containsExactly("a", "b");
    }

    @Test
    void aDeciderThatThrowsEndsTheRunAndNothingIsUndone() {
        Task a = script.task("a");
        Task b = script.task("b");
        GraphFlow flow = GraphFlow.named("f").add(a, b).link(a, b, results -> {
            throw new IllegalStateException("undecided");
        });
        Engine engine = engine(flow);
        assertThat(Script.failuresOf(engine)).containsExactly("undecided");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.changes).noneMatch(change -> change.startsWith("b "));
    }

    @Test
    void userCodeRunsOnThreadsOfItsOwn() {
        Told retry = new Told(Decision.REVERT_ALL);
        List<String> deciders = new CopyOnWriteArrayList<>();
        Task a = script.task("a");
        Task b = script.failing("b");
        GraphFlow flow = GraphFlow.named("f", retry).add(a, b).link(a, b, results -> {
            deciders.add(Thread.currentThread().getName());
            return true;
        });
        Script.failuresOf(engine(flow));
        assertThat(retry.threads).hasSize(2).allMatch(name -> name.startsWith("windlass-user-"));
        assertThat(deciders).hasSize(1).allMatch(name -> name.startsWith("windlass-user-"));
    }

    @Test
    void aRoundThatWasAboutToBeginIsTakenBackBySuspension() {
        List<Engine> engines = new ArrayList<>();
        Flow flow = LinearFlow.named("f", new Times(2).provides("round"))
                .add(script.task("a"), script.failingBefore(2, "b"));
        io.windlass.notify.FlowListener suspends = new io.windlass.notify.FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("a") && change.to() == AtomState.REVERTED) {
                    engines.get(0).suspend();
                }
            }
        };
        Engine engine = Engine.builder(flow)
                .persistence(store)
                .listener(script)
                .listener(suspends)
                .build();
        engines.add(engine);
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.changes).endsWith("a REVERTING", "a REVERTED", "SUSPENDING", "SUSPENDED");
        assertThat(Script.told(store.load(engine.id()).orElseThrow()))
                .containsEntry("f_retry", "SUCCESS/RETRY 1")
                .containsEntry("a", "REVERTED/REVERT \"a\"");
        assertThat(roundOf(engine, "f_retry")).isEqualTo(1);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a", "a", "b");
        assertThat(roundOf(engine, "f_retry")).isEqualTo(2);
    }

    @Test
    void aResultThatTheStoreRefusesIsTheTasksFailureAndMayBeRetried() {
        AtomicBoolean refused = new AtomicBoolean();
        Engine engine = Engine.builder(LinearFlow.named("f", new Times(2)).add(script.task("a"), script.task("last")))
                .persistence(Stores.watched(store, change -> {
                    boolean last = change.atoms().stream()
                            .anyMatch(atom -> atom.atom().name().equals("last")
                                    && atom.atom().state() == AtomState.SUCCESS);
                    return last && refused.compareAndSet(false, true)
                            ? Optional.of(new RefusedException("no", List.of("last"), new IllegalStateException()))
                            : Optional.empty();
                }))
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "last", "-last", "-a", "a", "last");
        assertThat(store.store().history(engine.id()))
                .extracting(entry -> entry.sequence())
                .isEqualTo(java.util.stream.LongStream.rangeClosed(
                                1, store.store().history(engine.id()).size())
                        .boxed()
                        .toList());
        assertThat(store.store().history(engine.id()))
                .filteredOn(entry -> entry.atom() == null)
                .extracting(entry -> entry.to())
                .containsExactly("RUNNING", "SUCCESS");
    }

    /** What a task may return by mistake: Jackson finds a getter, and it fails. */
    public static final class Volume {
        private final List<String> devices = new ArrayList<>();

        public String getDevice() {
            return devices.get(0);
        }
    }

    @Test
    void aResultThatCannotBeStoredIsTheTasksFailureAndSaysWhatAndWhere() {
        Task task = Tasks.of("attach", List.of(), inputs -> Map.of("volumes", List.of(new Volume())));
        assertThatThrownBy(engine(LinearFlow.named("f").add(task))::run)
                .isInstanceOf(FlowFailedException.class)
                .hasMessageContaining("java.util.ImmutableCollections$")
                .hasMessageContaining("[\"volumes\"]")
                .hasMessageContaining("Volume[\"device\"]")
                .hasMessageContaining("out of bounds");
    }

    /** Fails when it is cleared up after its body. */
    public static class Untidy extends Task {
        public void execute() {}

        @Override
        public void postExecute() {
            throw new IllegalStateException("not tidy");
        }
    }

    @Test
    void aHookAfterExecuteThatFailsHasTheFlowUndone() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), new Untidy().named("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("not tidy");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.changes)
                .endsWith(
                        "b RUNNING", "b FAILURE", "b REVERTING", "b REVERTED", "a REVERTING", "a REVERTED", "REVERTED");
    }

    /** Whose hook before its undoing fails. */
    public static class Attached extends Task {
        public void execute() {}

        @Override
        public void preRevert() {
            throw new IllegalStateException("stays");
        }
    }

    @Test
    void aHookBeforeRevertThatFailsLeavesTheFlowInFailure() {
        Engine engine = engine(LinearFlow.named("f").add(new Attached().named("a"), script.failing("b")));
        assertThat(Script.failuresOf(engine)).containsExactly("stays");
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.changes).endsWith("a REVERTING", "a REVERT_FAILURE", "FAILURE");
    }

    @Test
    void anInterruptIsTheTasksFailureAndTheFlowIsUndone() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), Tasks.of("b", () -> {
            throw new InterruptedException("enough");
        })));
        assertThat(Script.failuresOf(engine)).containsExactly("enough");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "-a");
    }

    @Test
    void whatIsRaisedHasTheLiveExceptionAsItsCause() {
        IllegalStateException live = new IllegalStateException("b fails");
        Engine engine = engine(LinearFlow.named("f").add(Tasks.of("b", () -> {
            throw live;
        })));
        assertThatThrownBy(engine::run)
                .isInstanceOf(FlowFailedException.class)
                .hasCause(live)
                .hasMessageContaining("REVERTED: Failure: java.lang.IllegalStateException: b fails");
    }

    @Test
    void oneTaskMayBePartOfSeveralFlows() {
        Task task = script.task("a");
        assertThat(engine(LinearFlow.named("f").add(task)).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine(LinearFlow.named("g").add(task)).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "a");
    }
}
