package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Address;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.retry.Times;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task that starts at most once, under duplicates and deaths. */
@Timeout(120)
class AtMostOnceTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);
    private static final RequestQueue QUEUE = new RequestQueue("p", "test.once", 1);

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final List<String> undone = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(1);

    @TaskType("test.once")
    static final class Once extends Task {
        private final AtMostOnceTest test;

        Once(AtMostOnceTest test) {
            this.test = test;
        }

        public String execute(TaskContext context) throws InterruptedException {
            test.runs.add(context.runId() + " on " + context.process());
            test.gate.await();
            return "done";
        }

        public void revert(Outcome<String> outcome) {
            test.undone.add(
                    outcome instanceof Outcome.Failed<String> failed
                            ? failed.failure().typeNames().get(0)
                            : String.valueOf(outcome));
        }
    }

    private final class Node {
        private final MemoryPersistence persistence = open(new MemoryPersistence(store));
        private final InProcessProxy proxy;
        private final RemoteExecutor executor;

        Node(String name) {
            this(name, OPTIONS);
        }

        Node(String name, RemoteOptions options) {
            proxy = open(broker.connect(name));
            executor = open(new RemoteExecutor(proxy, persistence, options));
        }

        EngineBuilder engine() {
            return Engine.builder(LinearFlow.named("f").add(once()))
                    .persistence(persistence)
                    .executor(executor);
        }

        void crash() {
            proxy.kill();
            store.freeze(persistence.owner());
        }
    }

    private Task once() {
        return new Once(this).named("once").provides("result").atMostOnce();
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
                .register(Once.class, () -> new Once(this))
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

    private static void failedAsItMayHaveRun(Engine engine, CompletableFuture<FlowState> end) {
        assertThatThrownBy(end::join).cause().isInstanceOfSatisfying(FlowFailedException.class, failed -> {
            Failure why = failed.failures().get(0);
            assertThat(why.typeNames()).startsWith(MayHaveRunException.class.getName());
            assertThat(why.message()).contains("once/execute/1/1 may have run");
        });
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
    }

    private static Request copyOf(Engine engine, String replyTo, boolean reissued) {
        return new Request(
                new RequestName(engine.id(), "once", Action.EXECUTE, 1, 1),
                "test.once",
                "1.0",
                Map.of(),
                null,
                Map.of(),
                replyTo,
                1_000_000, // no beacon vouches for it
                reissued);
    }

    @Test
    void copiesAreNotStartedBesideItAndNotAfterIt() {
        worker("w1");
        worker("w2");
        Node node = new Node("engine");
        Engine engine = node.engine().build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> runs.size() == 1);
        String replyTo =
                node.proxy.naming().replyQueue(node.persistence.owner().id().toString());
        InProcessProxy stray = open(broker.connect("stray"));
        for (int i = 0; i < 6; i++) {
            Request copy = copyOf(engine, replyTo, i % 2 == 0);
            stray.publish(Address.requests(QUEUE), copy).toCompletableFuture().join();
        }
        await().until(() -> broker.waiting(node.proxy.naming().requestQueue(QUEUE)) == 0);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        stray.publish(Address.requests(QUEUE), copyOf(engine, replyTo, true))
                .toCompletableFuture()
                .join();
        await().until(() -> broker.waiting(node.proxy.naming().requestQueue(QUEUE)) == 0);
        assertThat(runs).hasSize(1);
    }

    @Test
    void whenItsWorkerDiesItFailsAndNobodyStartsItAgain() {
        InProcessProxy first = worker("w1");
        Engine engine = new Node("engine").engine().build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> runs.size() == 1);
        worker("w2");
        first.kill();
        failedAsItMayHaveRun(engine, end);
        assertThat(runs).hasSize(1);
        assertThat(undone).containsExactly(MayHaveRunException.class.getName());
    }

    /** Nobody but the engine can find out: there is no other copy that somebody asks for. */
    @Test
    void whenItsWorkerDiesAndThereIsNoOtherItFailsTooOnceOneCanUndoIt() {
        InProcessProxy first = worker("w1");
        Node node = new Node("engine");
        Engine engine = node.engine().build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> runs.size() == 1);
        first.kill();
        await().until(() -> node.persistence
                .loadAtom(engine.id(), "once")
                .filter(atom -> atom.state() == AtomState.REVERTING)
                .isPresent());
        worker("w2");
        failedAsItMayHaveRun(engine, end);
        assertThat(runs).hasSize(1);
    }

    @Test
    void aSuccessorTakesTheOutcomeOfTheRunThatGoesOn() {
        worker("w1");
        Node dead = new Node("dead");
        Engine engine = dead.engine().build();
        CompletableFuture<FlowState> lost = engine.start();
        await().until(() -> runs.size() == 1);
        dead.crash();
        CompletableFuture<FlowState> end = successor(engine).start();
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).hasSize(1);
        assertThat(lost).isNotDone();
    }

    @Test
    void aSuccessorDoesNotStartWhatTheDeadMayHave() {
        InProcessProxy first = worker("w1");
        Node dead = new Node("dead");
        Engine engine = dead.engine().build();
        CompletableFuture<FlowState> lost = engine.start();
        await().until(() -> runs.size() == 1);
        dead.crash();
        first.kill();
        worker("w2");
        Engine second = successor(engine);
        failedAsItMayHaveRun(second, second.start());
        assertThat(runs).hasSize(1);
        assertThat(lost).isNotDone();
    }

    private Engine successor(Engine engine) {
        Node node = new Node("successor");
        assertThat(node.executor.takeOver(Set.of("f"), 10)).hasSize(1);
        return node.engine()
                .resume(node.persistence.load(engine.id()).orElseThrow())
                .build();
    }

    @Test
    void aRetrysNextRoundIsARunOfItsOwn() {
        InProcessProxy first = worker("w1");
        Node node = new Node("engine");
        Engine engine = Engine.builder(LinearFlow.named("f", new Times(2)).add(once()))
                .persistence(node.persistence)
                .executor(node.executor)
                .build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> runs.size() == 1);
        worker("w2");
        first.kill();
        await().until(() -> runs.size() == 2);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(undone).containsExactly(MayHaveRunException.class.getName());
    }

    /** A worker by hand: what it hears, and when. */
    @Test
    void oneRunIsGrantedOnceItIsStoredAndAnotherOnlyWhenThatWasGivenBack() throws Exception {
        WorkerByHand worker = new WorkerByHand(open(broker.connect("polite")), QUEUE);
        Duration patient = Duration.ofSeconds(60);
        Node node = new Node("engine", new RemoteOptions(HEARTBEAT, patient, patient, patient));
        Engine engine = node.engine().build();
        CompletableFuture<FlowState> end = engine.start();
        worker.advertise();
        Request request = worker.takeRequest();
        assertThat(request.reissued()).as("has to ask").isTrue();
        RequestName name = request.name();

        assertThat(worker.ask(name, "one")).isEqualTo(Verdict.GO);
        assertThat(stored(node, engine)).contains("one");
        assertThat(worker.ask(name, "two")).isEqualTo(Verdict.WAIT);
        assertThat(worker.ask(name, "one")).isEqualTo(Verdict.GO);
        worker.giveBack(name, "one");
        assertThat(worker.ask(name, "two")).isEqualTo(Verdict.GO);
        assertThat(stored(node, engine)).contains("two").doesNotContain("one");
        assertThat(worker.ask(name, "one")).isEqualTo(Verdict.WAIT);
        assertThat(end).isNotDone();
    }

    private static String stored(Node node, Engine engine) {
        return node.persistence
                .loadAtom(engine.id(), "once")
                .map(atom -> atom.meta().get("starts"))
                .map(Value::json)
                .orElse("");
    }
}
