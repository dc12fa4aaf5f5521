package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOperation.Kind;
import io.windlass.persistence.FlowOperation.Status;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations on flows that another process runs, that nobody runs, and that make no sense. */
@Timeout(60)
class OperationsTest {
    private static final By BOB = new By("bob", "the rack moves");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final MemoryStore store = new MemoryStore();
    private final MemoryPersistence engines = new MemoryPersistence(store);
    private final MemoryPersistence others = new MemoryPersistence(store);
    private final MemoryPersistence desk = new MemoryPersistence(store);
    private final Operations operations = Operations.on(desk);
    private final ParallelExecutor executor = ParallelExecutor.ofThreads(2);
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Script script = new Script();

    @AfterEach
    void close() {
        gate.countDown();
        executor.close();
        engines.close();
        others.close();
        desk.close();
    }

    /** One task that is done, one that waits, and one more. */
    private Flow flow() {
        Task waiting = Tasks.of(
                "waits",
                List.of(),
                given -> {
                    began.countDown();
                    gate.await();
                    return script.calls.add("waits");
                },
                (outcome, failures, given) -> script.calls.add("-waits"));
        return LinearFlow.named("f").add(script.task("a"), waiting, script.task("b"));
    }

    private Engine started() throws InterruptedException {
        Engine engine =
                Engine.builder(flow()).persistence(engines).executor(executor).build();
        CompletableFuture<FlowState> unused = engine.start();
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        return engine;
    }

    private Engine resumed(MemoryPersistence process, UUID id) {
        return Engine.builder(flow())
                .persistence(process)
                .executor(executor)
                .resume(process.claim(id).orElseThrow())
                .build();
    }

    private FlowOperation finished(FlowOperation operation) {
        FlowOperation now = operations.await(operation, LONG);
        assertThat(now.isOpen()).as("%s", now).isFalse();
        return now;
    }

    private static FlowState end(Engine engine) {
        try {
            return engine.run();
        } catch (FlowFailedException e) {
            return engine.state();
        }
    }

    @Test
    void aFlowIsSuspendedWhereItIsRunAndResumedElsewhere() throws Exception {
        Engine engine = started();
        FlowOperation suspend = operations.suspend(engine.id(), BOB);
        assertThat(suspend.isOpen()).isTrue();
        await().atMost(LONG).until(() -> engines.operations().isAttended(engine.id()));
        CompletableFuture<FlowOperation> waits = CompletableFuture.supplyAsync(() -> operations.await(suspend, LONG));
        assertTold(engine);
        gate.countDown();
        assertThat(waits.join().status()).isEqualTo(Status.DONE);
        assertThat(engine.state()).isEqualTo(FlowState.SUSPENDED);
        assertThat(desk.ownershipOf(engine.id()).flatMap(FlowOwnership::owner)).isEmpty();
        assertThatThrownBy(engine::run)
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("let go of it");
        assertThat(others.takeOver(10)).as("nobody wants it run").isEmpty();
        FlowOperation resume = operations.resume(engine.id(), BOB);
        assertThat(others.takeOver(10))
                .containsExactly(new Takeover(others.owner(), Optional.empty(), List.of(engine.id())));
        assertThat(end(resumed(others, engine.id()))).isEqualTo(FlowState.SUCCESS);
        assertThat(finished(resume).outcome()).contains(others.owner().id().toString());
        assertThat(script.calls).containsExactly("a", "waits", "b");
    }

    /** The run is told of the operation before this returns. */
    private void assertTold(Engine engine) {
        await().atMost(LONG)
                .until(() -> engines.operations().open().stream()
                        .anyMatch(operation -> operation.flow().equals(engine.id())));
        engines.operations()
                .put(operations.audit(engine.id()).get(0)); // looks now, and the run is told before it returns
    }

    @Test
    void aFlowIsCancelledWhereItIsRun() throws Exception {
        Engine engine = started();
        FlowOperation cancel =
                operations.cancel(engine.id(), Cancellation.revert().patience(Duration.ZERO), BOB);
        assertThat(finished(cancel).status()).isEqualTo(Status.DONE);
        assertThat(cancel.argument()).isNotNull();
        assertThat(finished(cancel).outcome()).isEqualTo("the flow has ended REVERTED");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "-waits", "-a");
    }

    @Test
    void whoTakesAFlowOverCancelsItAsWasAskedOfTheDeadProcess() throws Exception {
        Engine engine = started();
        store.freeze(engines.owner());
        assertThat(others.takeOver(1)).hasSize(1);
        FlowOperation cancel = operations.cancel(engine.id(), Cancellation.revert(), BOB);
        assertThat(cancel.isOpen()).isTrue();
        assertThat(end(resumed(others, engine.id()))).isEqualTo(FlowState.REVERTED);
        assertThat(finished(cancel).status()).isEqualTo(Status.DONE);
        assertThat(script.calls).as("nothing is executed again").containsExactly("a", "-waits", "-a");
    }

    @Test
    void aSuspendedFlowIsCancelledByWhoeverTakesFlowsOver() throws Exception {
        Engine engine = started();
        engine.suspend();
        gate.countDown();
        await().atMost(LONG).until(() -> engine.state() == FlowState.SUSPENDED);
        FlowOperation cancel = operations.cancel(engine.id(), Cancellation.revert(), BOB);
        assertThat(cancel.isOpen()).isTrue();
        assertThat(others.takeOver(10)).as("its owner let go of it").hasSize(1);
        assertThat(end(resumed(others, engine.id()))).isEqualTo(FlowState.REVERTED);
        assertThat(finished(cancel).status()).isEqualTo(Status.DONE);
    }

    @Test
    void aCancellationThatComesTooLateIsRefused() throws Exception {
        Engine engine = started();
        FlowOperation suspend = operations.suspend(engine.id(), BOB);
        assertTold(engine);
        store.freeze(engines.owner());
        assertThat(others.takeOver(1)).hasSize(1);
        gate.countDown();
        assertThat(end(resumed(others, engine.id())))
                .as("asked of the process before")
                .isEqualTo(FlowState.SUSPENDED);
        assertThat(finished(suspend).status()).isEqualTo(Status.DONE);
        operations.resume(engine.id(), BOB);
        others.takeOver(1);
        assertThat(end(resumed(others, engine.id()))).isEqualTo(FlowState.SUCCESS);
        assertThatThrownBy(() -> operations.cancel(engine.id(), Cancellation.revert(), BOB))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("it has ended SUCCESS; there is nothing to cancel");
    }

    @Test
    void whatMakesNoSenseIsRefusedAndKept() throws Exception {
        UUID nobody = UUID.randomUUID();
        assertThatThrownBy(() -> operations.suspend(nobody, BOB)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> operations.retry(nobody, "a", BOB)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> operations.report(nobody)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> operations.audit(nobody)).isInstanceOf(NotFoundException.class);
        Engine engine = started();
        UUID id = engine.id();
        assertThatThrownBy(() -> operations.retry(id, "a", BOB))
                .isInstanceOf(InvalidStateException.class)
                .hasMessageContaining("is RUNNING; what is stuck can be dealt with when it is parked");
        assertThatThrownBy(() -> operations.resume(id, BOB)).hasMessageContaining("it is RUNNING; only a flow that");
        gate.countDown();
        await().atMost(LONG).until(() -> engine.state() == FlowState.SUCCESS);
        assertThatThrownBy(() -> operations.suspend(id, BOB)).hasMessageContaining("it is SUCCESS; only a flow that");
        assertThatThrownBy(() -> operations.resume(id, BOB)).hasMessageContaining("it is SUCCESS");
        assertThatThrownBy(() -> operations.skip(id, "a", new By(" ", "because")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(operations.audit(id))
                .extracting(FlowOperation::kind)
                .containsExactly(Kind.RETRY, Kind.RESUME, Kind.SUSPEND, Kind.RESUME);
        assertThat(operations.audit(id)).allMatch(operation -> operation.status() == Status.REFUSED);
    }

    @Test
    void aFlowThatWasLeftAsItIsCanBeGoneOnWith() throws Exception {
        Engine engine = started();
        FlowOperation cancel =
                operations.cancel(engine.id(), Cancellation.leave().patience(Duration.ZERO), BOB);
        assertThat(finished(cancel).outcome()).isEqualTo("the flow has ended FAILURE");
        gate.countDown();
        operations.retry(engine.id(), "waits", BOB);
        FlowOperation resume = operations.resume(engine.id(), BOB);
        assertThat(others.takeOver(1)).hasSize(1);
        assertThat(end(resumed(others, engine.id()))).isEqualTo(FlowState.SUCCESS);
        assertThat(finished(resume).status()).isEqualTo(Status.DONE);
        OperationsShowTest.assertOnlyLegalMoves(store.history(engine.id()));
    }

    @Test
    void aFlowThatFailedIsOpenedAgainByResuming() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("a"), script.failing("b")))
                .neverResolve(true)
                .persistence(engines)
                .build();
        assertThat(end(engine)).isEqualTo(FlowState.FAILURE);
        operations.resume(engine.id(), BOB);
        assertThat(desk.loadRecord(engine.id()).orElseThrow().state()).isEqualTo(FlowState.SUSPENDED);
        assertThat(others.takeOver(1)).hasSize(1);
        Engine again = Engine.builder(LinearFlow.named("f").add(script.task("a"), script.failing("b")))
                .persistence(others)
                .resume(others.claim(engine.id()).orElseThrow())
                .build();
        assertThat(end(again)).isEqualTo(FlowState.REVERTED);
        OperationsShowTest.assertOnlyLegalMoves(store.history(engine.id()));
    }
}
