package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.By;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.engine.Operations;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What gets stuck on workers waits for an operator, and goes on in another engine. */
@Timeout(120)
class ParkedOnWorkersTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final int STARTS = 2;
    private static final By OPERATOR = new By("alice", "the workers are mended");

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    /** Which request was run with which idempotency key. */
    private final List<String> runs = new CopyOnWriteArrayList<>();

    private final List<String> reverts = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean revertFails;
    private volatile boolean executeFails;

    @TaskType("test.fragile")
    static final class Fragile extends Task {
        private final ParkedOnWorkersTest test;

        Fragile(ParkedOnWorkersTest test) {
            this.test = test;
        }

        public String execute(TaskContext context) throws InterruptedException {
            context.progress(0.5);
            test.runs.add(context.request().toString());
            test.gate.await();
            return "made";
        }

        public void revert(Outcome<String> outcome, TaskContext context) {
            test.reverts.add(context.request().attempt() + " " + outcome);
            if (test.revertFails) {
                throw new IllegalStateException("the array does not answer");
            }
        }
    }

    @TaskType("test.last")
    static final class Last extends Task {
        private final ParkedOnWorkersTest test;

        Last(ParkedOnWorkersTest test) {
            this.test = test;
        }

        public void execute() {
            if (test.executeFails) {
                throw new IllegalStateException("no space");
            }
        }
    }

    private final class Node {
        private final MemoryPersistence persistence = open(new MemoryPersistence(store));
        private final RemoteExecutor executor;
        private final Flow flow;

        Node(String name, boolean once) {
            Task fragile =
                    new Fragile(ParkedOnWorkersTest.this).named("fragile").provides("made");
            flow = LinearFlow.named("f")
                    .add(once ? fragile.atMostOnce() : fragile, new Last(ParkedOnWorkersTest.this).named("last"));
            executor = open(new RemoteExecutor(
                    open(broker.connect(name)),
                    persistence,
                    RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT).withMaxStarts(STARTS)));
        }

        EngineBuilder engine() {
            return Engine.builder(flow).park(true).persistence(persistence).executor(executor);
        }

        /** It looks for what is to be run; {@return the one flow that is} */
        Engine takeOver() {
            List<Takeover> taken = executor.takeOver(Set.of("f"), 10);
            assertThat(taken).hasSize(1);
            UUID id = taken.get(0).flows().get(0);
            return engine().resume(persistence.claim(id).orElseThrow()).build();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private InProcessProxy worker(String name) {
        InProcessProxy proxy = open(broker.connect(name));
        open(Worker.builder(proxy)
                .name(name)
                .pool("p")
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofMillis(100))
                .register(Fragile.class, () -> new Fragile(this))
                .register(Last.class, () -> new Last(this))
                .build()
                .start());
        return proxy;
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Operations operations() {
        return Operations.on(open(new MemoryPersistence(store)));
    }

    @Test
    void aTaskThatMayHaveRunBeginsAnotherRoundWhenAnOperatorSaysSo() {
        InProcessProxy first = worker("w1");
        Engine engine = new Node("engine", true).engine().build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> runs.size() == 1);
        worker("w2");
        first.kill();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(engine.parked())
                .singleElement()
                .satisfies(parked -> assertThat(parked.failure()).contains("MayHaveRunException", "w1"));
        gate.countDown();
        Operations operations = operations();
        operations.retry(engine.id(), "fragile", OPERATOR);
        operations.resume(engine.id(), OPERATOR);
        Engine successor = new Node("successor", true).takeOver();
        assertThat(successor.run()).isEqualTo(FlowState.SUCCESS);
        String key = engine.id() + "/fragile/execute/";
        assertThat(runs).containsExactly(key + "1/1", key + "2/1");
        assertThat(reverts).isEmpty();
        assertThat(operations.audit(engine.id())).allMatch(row -> row.status() == FlowOperation.Status.DONE);
    }

    @Test
    void aPoisonousTaskIsTriedAgainUnderTheSameKey() {
        Engine engine = new Node("engine", false).engine().build();
        CompletableFuture<FlowState> end = engine.start();
        for (int number = 1; !end.isDone(); number++) {
            int before = runs.size();
            InProcessProxy worker = worker("w" + number);
            await().until(() -> runs.size() > before || end.isDone());
            if (!end.isDone()) {
                worker.kill();
            }
        }
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(engine.parked())
                .singleElement()
                .satisfies(parked -> assertThat(parked.failure()).contains("PoisonException"));
        gate.countDown();
        int before = runs.size();
        Operations operations = operations();
        operations.retry(engine.id(), "fragile", OPERATOR);
        operations.resume(engine.id(), OPERATOR);
        Engine successor = new Node("successor", false).takeOver();
        assertThat(successor.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs.subList(before, runs.size())).containsExactly(engine.id() + "/fragile/execute/1/2");
    }

    @Test
    void aRevertThatFailedIsTriedAgainWithWhatWasMade() {
        worker("w1");
        gate.countDown();
        executeFails = true;
        revertFails = true;
        Engine engine = new Node("engine", false).engine().build();
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        revertFails = false;
        Operations operations = operations();
        operations.retry(engine.id(), "fragile", OPERATOR);
        operations.resume(engine.id(), OPERATOR);
        Engine successor = new Node("successor", false).takeOver();
        assertThatThrownBy(successor::run).isInstanceOf(FlowFailedException.class);
        assertThat(successor.state()).isEqualTo(FlowState.REVERTED);
        assertThat(reverts).hasSize(2);
        assertThat(reverts.get(0)).startsWith("1 Succeeded").contains("made");
        assertThat(reverts.get(1)).startsWith("2 Succeeded").contains("made");
    }

    @Test
    void anOperationReachesTheEngineWhoseRequestIsOnAWorker() {
        worker("w1");
        Node node = new Node("engine", false);
        Engine engine = node.engine().build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> runs.size() == 1);
        Operations operations = operations();
        FlowOperation suspend = operations.suspend(engine.id(), OPERATOR);
        node.persistence.operations().put(suspend); // is kept already; the store looks now
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(operations.await(suspend, Duration.ofSeconds(30)).status()).isEqualTo(FlowOperation.Status.DONE);
        operations.resume(engine.id(), OPERATOR);
        assertThat(new Node("successor", false).takeOver().run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).hasSize(1);
    }
}
