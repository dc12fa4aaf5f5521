package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Input;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Address;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine's end and the worker's together, with crashes that a process's own threads cannot soften. */
@Timeout(120)
class RemoteFlowTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final int SLOTS = 2;
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Log log = new Log();

    /** What the tasks did, and gates to hold them at. */
    static final class Log {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        void write(String what, TaskContext context) {
            lines.add(what + " " + context.request().atom() + " on " + context.process());
        }
    }

    @TaskType("test.step")
    static final class Step extends Task {
        private final Log log;

        Step(Log log) {
            this.log = log;
        }

        public String execute(TaskContext context) throws InterruptedException {
            log.write("begin", context);
            log.gate.await();
            log.write("end", context);
            return context.request().atom();
        }

        public void revert(String result, TaskContext context) {
            log.write("undo " + result, context);
        }
    }

    @TaskType("test.failing")
    static final class Failing extends Task {
        public String execute(String before) {
            if (!before.isEmpty()) {
                throw new IllegalStateException("no " + before);
            }
            return before;
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

        Engine engine(Flow flow) {
            return Engine.builder(flow)
                    .persistence(persistence)
                    .executor(executor)
                    .build();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private InProcessProxy worker(String name, String pool) {
        InProcessProxy proxy = open(broker.connect(name));
        open(Worker.builder(proxy)
                .name(name)
                .pool(pool)
                .slots(SLOTS)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofMillis(100))
                .register(Step.class, () -> new Step(log))
                .register(Failing.class, Failing::new)
                .build()
                .start());
        return proxy;
    }

    @AfterEach
    void closeAll() throws Exception {
        log.gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Task step(String name) {
        return new Step(log).named(name).provides(name);
    }

    @Test
    void aFlowRunsOnWorkers() {
        worker("w1", "p");
        Engine engine = new Node("engine").engine(LinearFlow.named("f").add(step("a"), step("b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("b", String.class)).isEqualTo("b");
        assertThat(log.lines).containsExactly("begin a on w1", "end a on w1", "begin b on w1", "end b on w1");
    }

    @Test
    void aRequestWaitsForAWorkerThatComesLater() {
        CompletableFuture<FlowState> end =
                new Node("engine").engine(LinearFlow.named("f").add(step("a"))).start();
        worker("late", "p");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void aFailureUndoesInReverseOrder() {
        worker("w1", "p");
        Task failing = new Failing().named("c").rebind("before", "b");
        Engine engine = new Node("engine").engine(LinearFlow.named("f").add(step("a"), step("b"), failing));
        assertThatThrownBy(engine::run)
                .isInstanceOfSatisfying(
                        FlowFailedException.class,
                        e -> assertThat(e.failures().get(0).message()).isEqualTo("no b"));
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(log.lines.subList(4, 6)).containsExactly("undo b b on w1", "undo a a on w1");
    }

    @Test
    void aTaskOfADeadWorkerIsFinishedByAnother() {
        log.gate = new CountDownLatch(1);
        InProcessProxy first = worker("w1", "p");
        Node node = new Node("engine");
        CompletableFuture<FlowState> end =
                node.engine(LinearFlow.named("f").add(step("a"))).start();
        await().until(() -> log.lines.contains("begin a on w1"));
        worker("w2", "p");
        first.kill();
        await().until(() -> log.lines.contains("begin a on w2"));
        log.gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void aSuccessorGoesOnWithWhatRunsAndRunsNothingTwice() {
        worker("w1", "p");
        Node dead = new Node("dead");
        Engine engine = dead.engine(UnorderedFlow.named("f")
                .add(
                        LinearFlow.named("g").add(step("a"), step("b")),
                        LinearFlow.named("h").add(step("c"))));
        log.gate = new CountDownLatch(1);
        CompletableFuture<FlowState> lost = engine.start();
        await().until(() -> log.lines.contains("begin a on w1") && log.lines.contains("begin c on w1"));
        crash(dead);

        Node successor = new Node("successor");
        CompletableFuture<FlowState> end = resume(
                successor,
                engine.id(),
                UnorderedFlow.named("f")
                        .add(
                                LinearFlow.named("g").add(step("a"), step("b")),
                                LinearFlow.named("h").add(step("c"))));
        log.gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(log.lines)
                .filteredOn(line -> line.startsWith("begin"))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(lost.isDone() && !lost.isCompletedExceptionally()).isFalse();
    }

    /** The reply of a task that ran all along reaches the third process, by way of two dead ones' queues. */
    @Test
    void aReplyOnItsWayToADeadProcessOutlivesItsSuccessorToo() {
        log.gate = new CountDownLatch(1);
        Node first = new Node("first");
        Engine engine = first.engine(LinearFlow.named("f").add(step("a"), step("b")));
        CompletableFuture<FlowState> lost = engine.start();
        worker("w1", "p");
        await().until(() -> log.lines.contains("begin a on w1"));
        crash(first);
        Node second = new Node("second");
        CompletableFuture<FlowState> lostToo =
                resume(second, engine.id(), LinearFlow.named("f").add(step("a"), step("b")));
        second.proxy.abandon();
        log.gate.countDown();
        await().until(() -> log.lines.contains("end a on w1"));
        crash(second);

        Node third = new Node("third");
        CompletableFuture<FlowState> end =
                resume(third, engine.id(), LinearFlow.named("f").add(step("a"), step("b")));

        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(log.lines).containsExactly("begin a on w1", "end a on w1", "begin b on w1", "end b on w1");
        assertThat(List.of(lost, lostToo)).noneMatch(CompletableFuture::isDone);
    }

    private void crash(Node node) {
        node.proxy.kill();
        store.freeze(node.persistence.owner());
    }

    private CompletableFuture<FlowState> resume(Node node, UUID flow, Flow same) {
        List<Takeover> taken = node.executor.takeOver(Set.of("f"), 10);
        assertThat(taken)
                .singleElement()
                .satisfies(takeover -> assertThat(takeover.flows()).containsExactly(flow));
        return goOn(node, node.persistence.load(flow).orElseThrow(), same);
    }

    private static CompletableFuture<FlowState> goOn(Node node, StoredFlow stored, Flow same) {
        return Engine.builder(same)
                .resume(stored)
                .persistence(node.persistence)
                .executor(node.executor)
                .build()
                .start();
    }

    @Test
    void whatAClosedProcessLeavesIsTakenOverAtOnceAndItsReplyIsFound() {
        log.gate = new CountDownLatch(1);
        Node leaving = new Node("leaving");
        Engine engine = leaving.engine(LinearFlow.named("f").add(step("a")));
        CompletableFuture<FlowState> left = engine.start();
        worker("w1", "p");
        await().until(() -> log.lines.contains("begin a on w1"));
        leaving.executor.close();
        leaving.persistence.close();
        leaving.proxy.close();
        log.gate.countDown();
        await().until(() -> log.lines.contains("end a on w1"));

        Node heir = new Node("heir");
        CompletableFuture<FlowState> end =
                resume(heir, engine.id(), LinearFlow.named("f").add(step("a")));

        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(log.lines).containsExactly("begin a on w1", "end a on w1");
        assertThat(left.isDone()).isFalse();
    }

    /** As a conductor does, which knows nothing of reply queues. */
    @Test
    void whoClaimsAFlowOfADeadProcessFindsItsReplyToo() {
        log.gate = new CountDownLatch(1);
        Node dead = new Node("dead");
        Duration never = Duration.ofMinutes(10); // nothing is issued again, nor looked for from time to time
        Node heir = new Node("heir", new RemoteOptions(OPTIONS.heartbeat(), never, never, never));
        Engine engine = dead.engine(LinearFlow.named("f").add(step("a")));
        CompletableFuture<FlowState> lost = engine.start();
        worker("w1", "p");
        await().until(() -> log.lines.contains("begin a on w1"));
        crash(dead);
        log.gate.countDown();
        await().until(() -> log.lines.contains("end a on w1"));

        CompletableFuture<FlowState> end = goOn(
                heir,
                heir.persistence.claim(engine.id()).orElseThrow(),
                LinearFlow.named("f").add(step("a")));

        assertThat(end).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(FlowState.SUCCESS);
        assertThat(log.lines).containsExactly("begin a on w1", "end a on w1");
        assertThat(lost.isDone()).isFalse();
    }

    /** As a process does that takes flows over and leaves those of jobs to whoever claims the jobs. */
    @Test
    void whoLetsGoOfAFlowThatItTookOverLetsGoOfItsReplyToo() {
        log.gate = new CountDownLatch(1);
        Node dead = new Node("dead");
        String replies =
                dead.proxy.naming().replyQueue(dead.persistence.owner().id().toString());
        Engine engine = dead.engine(LinearFlow.named("f").add(step("a")));
        CompletableFuture<FlowState> lost = engine.start();
        worker("w1", "p");
        await().until(() -> log.lines.contains("begin a on w1"));
        crash(dead);
        log.gate.countDown();
        await().until(() -> broker.waiting(replies) == 1);

        Node taker = new Node("taker");
        assertThat(taker.executor.takeOver(Set.of("f"), 10)).hasSize(1);
        await().until(() -> broker.waiting(replies) == 0);
        assertThat(taker.executor.workers()).succeedsWithin(Duration.ofSeconds(30));
        taker.persistence.release(engine.id());
        Duration never = Duration.ofMinutes(10);
        Node heir = new Node("heir", new RemoteOptions(OPTIONS.heartbeat(), never, never, never));
        CompletableFuture<FlowState> end = goOn(
                heir,
                heir.persistence.claim(engine.id()).orElseThrow(),
                LinearFlow.named("f").add(step("a")));

        assertThat(end).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(FlowState.SUCCESS);
        assertThat(log.lines).containsExactly("begin a on w1", "end a on w1");
        assertThat(lost.isDone()).isFalse();
    }

    /** Copies whose sender is long gone, with its queue, fill the worker; it gets rid of them and works on. */
    @Test
    void aWorkerThatGetsNoAnswerAsksAllEngines() {
        worker("w1", "p");
        Node node = new Node("engine");
        InProcessProxy stray = open(broker.connect("stray"));
        Address queue = Address.requests(new RequestQueue("p", "test.step", 1));
        for (int i = 0; i < SLOTS; i++) {
            stray.publish(queue, request("windlass.no.such.queue"))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(node.engine(LinearFlow.named("f").add(step("a"))).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(log.lines).containsExactly("begin a on w1", "end a on w1");
    }

    private static Request request(String replyTo) {
        return new Request(
                new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1),
                "test.step",
                "1.0",
                Map.of(),
                null,
                Map.of(),
                replyTo,
                1,
                false);
    }

    @Test
    void aLambdaRunsInTheEnginesProcessBetweenTasksOfWorkers() {
        worker("w1", "p");
        Task lambda = Tasks.of(
                        "shout",
                        List.of(Input.in("a", String.class)),
                        given -> String.valueOf(given.get("a")).toUpperCase(Locale.ROOT)
                                + given.context().process().equals("w1"))
                .provides("loud");
        Engine engine = new Node("engine").engine(LinearFlow.named("f").add(step("a"), lambda, step("b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("loud", String.class)).isEqualTo("Afalse");
    }

    @Test
    void aTaskNeedsNoClassInTheEnginesProcess() {
        worker("w1", "p");
        Node node = new Node("engine");
        Engine engine = Engine.builder(LinearFlow.named("f")
                        .add(RemoteTask.of("test.failing")
                                .requires("before", String.class)
                                .rebind("before", "nothing")
                                .provides("same")))
                .store("nothing", "")
                .persistence(node.persistence)
                .executor(node.executor)
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("same", String.class)).isEmpty();
    }

    @Test
    void aRunThatTakesTooLongIsGivenUpAndUndone() {
        log.gate = new CountDownLatch(1);
        worker("w1", "p");
        Engine engine =
                new Node("engine").engine(LinearFlow.named("f").add(step("a").runTimeout(Duration.ofMillis(400))));
        assertThatThrownBy(engine::run)
                .isInstanceOf(FlowFailedException.class)
                .hasMessageContaining("a/execute")
                .hasMessageContaining("w1")
                .hasMessageContaining("PT0.4S");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(log.lines).contains("undo null a on w1").doesNotContain("end a on w1");
    }

    @Test
    void aTaskThatNobodyServesFailsInTheEndAndSaysWhy() {
        RemoteOptions impatient =
                new RemoteOptions(HEARTBEAT, HEARTBEAT.multipliedBy(4), HEARTBEAT, Duration.ofMillis(300));
        MemoryPersistence persistence = open(new MemoryPersistence(store));
        InProcessProxy proxy = open(broker.connect("engine"));
        RemoteExecutor executor = open(new RemoteExecutor(proxy, persistence, impatient));
        Engine engine = Engine.builder(LinearFlow.named("f").add(step("a")))
                .persistence(persistence)
                .executor(executor)
                .build();
        assertThatThrownBy(engine::run).hasMessageContaining("no live worker serves test.step 1.x");
    }
}
