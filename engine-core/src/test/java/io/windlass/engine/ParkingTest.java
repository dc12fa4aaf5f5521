package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.failure.PoisonException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.ParkedMeta.Parked;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.retry.Times;
import io.windlass.runtime.RunIterator;
import io.windlass.state.Action;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.state.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows that wait for an operator instead of ending stuck. */
@Timeout(60)
class ParkingTest {
    private static final By EVE = new By("eve", "looked at it");

    private final MemoryStore store = new MemoryStore();
    private final MemoryPersistence process = new MemoryPersistence(store);
    private final ParallelExecutor executor = ParallelExecutor.ofThreads(3);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Script script = new Script();

    @AfterEach
    void close() {
        gate.countDown();
        executor.close();
        process.close();
    }

    private Task poison(String name) {
        return Tasks.of(
                name,
                List.of(),
                given -> {
                    script.calls.add(name);
                    throw new PoisonException(name + " was started 5 times");
                },
                (outcome, failures, given) -> script.calls.add("-" + name));
    }

    private Task badRevert(String name) {
        return Tasks.of(name, List.of(), given -> name, (outcome, failures, given) -> {
            throw new IllegalStateException(name + " cannot be undone");
        });
    }

    private Task waiting(String name) {
        return Tasks.of(name, List.of(), given -> {
            gate.await();
            return script.calls.add(name);
        });
    }

    private EngineBuilder parking(Flow flow) {
        return Engine.builder(flow).park(true).persistence(process);
    }

    @Test
    void whatItWaitsForIsTold() {
        Engine engine = parking(LinearFlow.named("f").add(script.task("a"), poison("b"), script.task("c")))
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(engine.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.atom()).isEqualTo("b");
            assertThat(parked.action()).isEqualTo(Action.EXECUTE);
            assertThat(parked.failure()).contains("PoisonException", "started 5 times");
        });
        assertThat(script.calls).containsExactly("a", "b");
        assertThat(process.ownershipOf(engine.id()).orElseThrow().owner()).isEmpty();
        assertThat(process.takeOver(1)).isEmpty();
        assertThatThrownBy(engine::run).isInstanceOf(InvalidStateException.class);
        assertThatThrownBy(engine::cancel).isInstanceOf(InvalidStateException.class);
    }

    @Test
    void whatRunsComesBackFirstAndNothingMoreIsStarted() throws Exception {
        Flow flow = UnorderedFlow.named("f")
                .add(poison("b"), LinearFlow.named("line").add(waiting("slow"), script.task("next")));
        CountDownLatch failed = new CountDownLatch(1);
        Engine engine = parking(flow)
                .executor(executor)
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        if (change.failure() != null) {
                            failed.countDown();
                        }
                    }
                })
                .build();
        CompletableFuture<FlowState> end = engine.start();
        assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.loadRecord(engine.id()).orElseThrow().meta())
                .as("stored with the failure")
                .containsKey("parked");
        assertThat(engine.state()).isEqualTo(FlowState.RUNNING);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("b", "slow");
    }

    @Test
    void whatIsToBeUndoneForAnotherReasonIsNotWaitedFor() throws Exception {
        Task failsLater = Tasks.of("later", List.of(), given -> {
            gate.await();
            throw new IllegalStateException("later fails");
        });
        Engine engine = parking(UnorderedFlow.named("f").add(poison("b"), failsLater))
                .executor(executor)
                .build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> script.calls.contains("b"));
        gate.countDown();
        assertThatThrownBy(end::join).hasCauseInstanceOf(FlowFailedException.class);
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(engine.parked()).isEmpty();
        assertThat(script.calls).containsExactly("b", "-b");
    }

    @Test
    void noControllerIsAskedBeforeTheOperator() {
        Engine engine =
                parking(LinearFlow.named("f", new Times(3)).add(poison("b"))).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("b");
        Operations.on(process).giveUp(engine.id(), "b", EVE);
        Engine again = resumed(LinearFlow.named("f", new Times(3)).add(poison("b")), engine);
        assertThat(again.run()).as("the controller has it tried again").isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("b", "-b", "b");
    }

    private Engine resumed(Flow flow, Engine before) {
        return parking(flow).resume(process.claim(before.id()).orElseThrow()).build();
    }

    @Test
    void aTaskSaidToBeUndoneIsDoneAgainWhenItsControllerWantsThat() {
        Flow flow = LinearFlow.named("f", new Times(3)).add(script.task("a"), poison("b"));
        Engine engine = parking(flow).build();
        engine.run();
        Operations.on(process).markReverted(engine.id(), "b", EVE);
        Flow well = LinearFlow.named("f", new Times(3)).add(script.task("a"), script.task("b"));
        assertThat(resumed(well, engine).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "-a", "a", "b");
    }

    @Test
    void eachOfSeveralIsWaitedFor() {
        Flow flow = UnorderedFlow.named("f").add(badRevert("x"), badRevert("y"), script.failing("z"));
        Engine engine = parking(flow).build();
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        List<String> stuck = new ArrayList<>(parkedAtoms(engine));
        Engine again = resumed(flow, engine);
        assertThat(again.run()).as("the other one cannot be undone either").isEqualTo(FlowState.SUSPENDED);
        assertThat(parkedAtoms(again)).containsExactlyInAnyOrder("x", "y").containsAll(stuck);
        Operations.on(process).markReverted(engine.id(), "x", EVE);
        assertThat(ParkedMeta.of(process.loadRecord(engine.id()).orElseThrow().meta()))
                .extracting(Parked::atom)
                .containsExactly("y");
        Operations.on(process).skip(engine.id(), "y", EVE);
        Engine last = resumed(flow, engine);
        assertThatThrownBy(last::run).isInstanceOf(FlowFailedException.class);
        assertThat(last.state()).isEqualTo(FlowState.REVERTED);
        assertThat(last.parked()).isEmpty();
    }

    private static List<String> parkedAtoms(Engine engine) {
        return engine.parked().stream().map(Parked::atom).toList();
    }

    @Test
    void aCancelledFlowIsUndoneThroughUnknownTasksButParkedByAFailedRevert() {
        Engine engine = parking(LinearFlow.named("f").add(script.task("a"), poison("b")))
                .build();
        engine.run();
        Operations.on(process).cancel(engine.id(), Cancellation.revert(), EVE);
        Engine again = resumed(LinearFlow.named("f").add(script.task("a"), poison("b")), engine);
        assertThatThrownBy(again::run).isInstanceOf(FlowFailedException.class);
        assertThat(again.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
        Engine other = parking(LinearFlow.named("g").add(badRevert("x"), script.failing("y")))
                .build();
        assertThat(other.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(parkedAtoms(other)).containsExactly("x");
    }

    @Test
    void withoutParkingAllIsAsInTaskFlow() {
        Engine poisoned = Engine.builder(LinearFlow.named("f").add(script.task("a"), poison("b")))
                .persistence(process)
                .build();
        assertThatThrownBy(poisoned::run).isInstanceOf(FlowFailedException.class);
        assertThat(poisoned.state()).isEqualTo(FlowState.REVERTED);
        Engine stuck = Engine.builder(LinearFlow.named("f").add(badRevert("x"), script.failing("y")))
                .persistence(process)
                .build();
        assertThatThrownBy(stuck::run).isInstanceOf(FlowFailedException.class);
        assertThat(stuck.state()).isEqualTo(FlowState.FAILURE);
    }

    @Test
    void aRunThatIsTakenFromStateToStateIsParkedToo() {
        Task lost = Tasks.of("b", List.of(), given -> {
            throw new MayHaveRunException("run r-1 on w-1");
        });
        Engine engine =
                parking(LinearFlow.named("f").add(script.task("a"), lost)).build();
        List<MachineState> states = new ArrayList<>();
        RunIterator iterator = engine.iterate();
        iterator.forEachRemaining(states::add);
        assertThat(states).last().isEqualTo(MachineState.SUSPENDED);
        assertThat(engine.parked()).hasSize(1);
    }
}
