package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.PoisonException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Verdict;
import io.windlass.proxy.WireMessage;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are started again and again without an outcome. */
@Timeout(120)
class PoisonTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final int STARTS = 3;
    private static final RemoteOptions OPTIONS =
            RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT).withMaxStarts(STARTS);
    private static final RequestQueue QUEUE = new RequestQueue("p", "test.deadly", 1);

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final List<String> undone = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @TaskType("test.deadly")
    static final class Deadly extends Task {
        private final PoisonTest test;

        Deadly(PoisonTest test) {
            this.test = test;
        }

        public void execute(TaskContext context) throws InterruptedException {
            context.progress(0.5);
            test.runs.add(context.runId());
            test.never.await();
        }
    }

    @TaskType("test.harmless")
    static final class Harmless extends Task {
        private final PoisonTest test;

        Harmless(PoisonTest test) {
            this.test = test;
        }

        public void execute() {}

        public void revert(TaskContext context) {
            test.undone.add(context.process());
        }
    }

    private final class Node {
        private final MemoryPersistence persistence = open(new MemoryPersistence(store));
        private final InProcessProxy proxy;
        private final RemoteExecutor executor;

        Node(String name) {
            proxy = open(broker.connect(name));
            executor = open(new RemoteExecutor(proxy, persistence, OPTIONS));
        }

        EngineBuilder engine() {
            Flow flow = LinearFlow.named("f")
                    .add(new Harmless(PoisonTest.this).named("a"), new Deadly(PoisonTest.this).named("deadly"));
            return Engine.builder(flow).persistence(persistence).executor(executor);
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
                .register(Deadly.class, () -> new Deadly(this))
                .register(Harmless.class, () -> new Harmless(this))
                .build()
                .start());
        return proxy;
    }

    @AfterEach
    void closeAll() throws Exception {
        never.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    /** Each worker dies of it, until one does not start it any more. */
    private void killWorkersUntil(CompletableFuture<FlowState> end) {
        for (int number = 1; !end.isDone(); number++) {
            int before = runs.size();
            InProcessProxy worker = worker("w" + number);
            await().until(() -> runs.size() > before || end.isDone());
            if (!end.isDone()) {
                worker.kill();
            }
        }
    }

    @Test
    void aRequestThatKillsItsWorkersIsPutAsideAndItsFlowUndone() throws Exception {
        Engine engine = new Node("engine").engine().build();
        CompletableFuture<FlowState> end = engine.start();
        killWorkersUntil(end);

        assertThatThrownBy(end::join).cause().isInstanceOfSatisfying(FlowFailedException.class, failed -> {
            Failure why = failed.failures().get(0);
            assertThat(why.typeNames()).startsWith(PoisonException.class.getName());
            assertThat(why.message())
                    .contains("deadly/execute/1/1 was started 3 times")
                    .contains("dead letters");
        });
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(undone).hasSize(1);
        assertThat(runs.size()).isBetween(STARTS, STARTS + 1); // a first start may be over before it is heard of
        WireMessage dead = broker.take("windlass.dead-letters");
        assertThat(dead.headers())
                .containsEntry(WireMessage.DEAD_FROM, "windlass.requests.p.1.test.deadly")
                .hasEntrySatisfying(
                        WireMessage.DEAD_WHY, why -> assertThat((String) why).contains("started 3 times"));
        JsonNode starts = Values.tree(new Value(String.valueOf(dead.headers().get(WireMessage.DEAD_STARTS))));
        assertThat(starts).hasSize(STARTS).allSatisfy(start -> {
            assertThat(start.get("worker").asText()).startsWith("w");
            assertThat(runs).contains(start.get("runId").asText());
            assertThat(start.get("at").asText()).contains("T");
        });
        await().until(() -> broker.waiting("windlass.requests.p.1.test.deadly") == 0);
    }

    @Test
    void aSuccessorGoesOnCounting() {
        Node first = new Node("first");
        Engine engine = first.engine().build();
        CompletableFuture<FlowState> lost = engine.start();
        InProcessProxy one = worker("one");
        await().until(() -> isHeardOf(first, engine));
        one.kill();
        InProcessProxy two = worker("two");
        await().until(() -> stored(first, engine) == 2);
        first.proxy.kill();
        store.freeze(first.persistence.owner());
        two.kill();

        Node second = new Node("second");
        List<Takeover> taken = second.executor.takeOver(Set.of("f"), 10);
        assertThat(taken).hasSize(1);
        CompletableFuture<FlowState> end = second.engine()
                .resume(second.persistence.load(engine.id()).orElseThrow())
                .build()
                .start();
        killWorkersUntil(end);

        assertThatThrownBy(end::join).hasMessageContaining("started 3 times");
        assertThat(runs).hasSize(STARTS);
        assertThat(lost).isNotDone();
    }

    /** What a run tells comes with the news that it runs. */
    private static boolean isHeardOf(Node node, Engine engine) {
        return node.persistence
                .loadAtom(engine.id(), "deadly")
                .filter(atom -> atom.progress().fraction() > 0)
                .isPresent();
    }

    private static int stored(Node node, Engine engine) {
        return node.persistence
                .loadAtom(engine.id(), "deadly")
                .map(atom -> atom.meta().get("starts"))
                .map(value -> Values.tree(value).get("starts").size())
                .orElse(0);
    }

    /** As when a worker drains, or its connection is lost, before a slot was free. */
    @Test
    void aRunThatWasGivenBackBeforeItBeganDoesNotCount() throws Exception {
        WorkerByHand worker = new WorkerByHand(open(broker.connect("polite")), QUEUE);
        Node node = new Node("engine");
        CompletableFuture<FlowState> end = Engine.builder(LinearFlow.named("f").add(new Deadly(this).named("deadly")))
                .persistence(node.persistence)
                .executor(node.executor)
                .build()
                .start();
        worker.advertise();

        RequestName name = worker.takeRequest().name();
        for (int i = 0; i < STARTS * 2; i++) {
            String run = "run" + i;
            assertThat(worker.ask(name, run)).isEqualTo(Verdict.GO);
            worker.giveBack(name, run);
        }
        for (int i = 0; i < STARTS; i++) {
            assertThat(worker.ask(name, "taken" + i)).isEqualTo(Verdict.GO);
        }
        assertThat(worker.ask(name, "taken0")).isEqualTo(Verdict.GO);
        assertThat(worker.ask(name, "late")).isEqualTo(Verdict.POISON);
        assertThat(end).isNotDone();
    }
}
