package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.FlowTimeoutException;
import io.windlass.failure.QueuedTimeoutException;
import io.windlass.failure.RunTimeoutException;
import io.windlass.failure.TaskTimeoutException;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes too long on workers, or before it comes to one. */
@Timeout(120)
class RemoteTimeoutsTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);

    /** What the store's clock is ahead of this machine's. */
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private final MemoryStore store = new MemoryStore(() -> Instant.now().plus(ahead.get()));
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> starts = new CopyOnWriteArrayList<>();
    private final List<String> undone = new CopyOnWriteArrayList<>();
    private final Set<String> toldToEnd = ConcurrentHashMap.newKeySet();
    private final Set<String> progressed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Ends when its gate opens, and when it is told to. */
    @TaskType("test.held")
    static final class Held extends Task {
        private final RemoteTimeoutsTest test;

        Held(RemoteTimeoutsTest test) {
            this.test = test;
        }

        public void execute(TaskContext context) throws InterruptedException {
            String atom = context.request().atom();
            CountDownLatch end = atom.startsWith("gated") ? test.gate : new CountDownLatch(1);
            test.starts.add(atom);
            context.onCancel(() -> {
                test.toldToEnd.add(atom);
                end.countDown();
            });
            context.progress(0.5);
            end.await();
        }

        public void revert(TaskContext context) {
            test.undone.add(context.request().atom());
        }
    }

    private final class Node {
        private final MemoryPersistence persistence = open(new MemoryPersistence(store));
        private final InProcessProxy proxy = open(broker.connect("engine"));
        private final RemoteExecutor executor;

        Node(RemoteOptions options) {
            executor = open(new RemoteExecutor(proxy, persistence, options));
        }

        EngineBuilder engine(Task... tasks) {
            return Engine.builder(UnorderedFlow.named("f").add(tasks))
                    .persistence(persistence)
                    .listener(new FlowListener() {
                        @Override
                        public void progressed(Progressed progress) {
                            if (progress.fraction() == 0.5) {
                                progressed.add(progress.atom());
                            }
                        }
                    })
                    .executor(executor);
        }

        void crash() {
            proxy.kill();
            store.freeze(persistence.owner());
        }

        Engine successorOf(Engine engine, Task... tasks) {
            assertThat(executor.takeOver(Set.of("f"), 10)).hasSize(1);
            return engine(tasks)
                    .resume(persistence.load(engine.id()).orElseThrow())
                    .build();
        }

        StoredAtom stored(Engine engine, String atom) {
            return persistence.loadAtom(engine.id(), atom).orElseThrow();
        }
    }

    private Task held(String name) {
        return new Held(this).named(name);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private void worker(int slots) {
        open(Worker.builder(open(broker.connect("w1")))
                .name("w1")
                .pool("p")
                .slots(slots)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofMillis(100))
                .register(Held.class, () -> new Held(this))
                .build()
                .start());
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private static List<Failure> failuresOf(CompletableFuture<FlowState> end) {
        try {
            throw new AssertionError("the flow ended " + end.join());
        } catch (CompletionException e) {
            return ((FlowFailedException) Objects.requireNonNull(e.getCause())).failures();
        }
    }

    private void awaitFailure(Node node, Engine engine, String atom) {
        await().until(() -> node.persistence
                .loadAtom(engine.id(), atom)
                .filter(stored -> stored.failure() != null)
                .isPresent());
    }

    @Test
    void aRequestThatWaitsForBusyWorkersForTooLongIsGivenUpAndNotStartedLater() {
        worker(1);
        Node node = new Node(OPTIONS);
        Engine engine = node.engine(held("gated").priority(1), held("waits").queuedTimeout(SOON))
                .build();
        CompletableFuture<FlowState> end = engine.start();
        awaitFailure(node, engine, "waits");
        gate.countDown(); // now the worker comes to the copy in its queue
        Failure why = failuresOf(end).get(0);
        assertThat(why.is(QueuedTimeoutException.class)).isTrue();
        assertThat(why.message())
                .contains("waits/execute/1/1 was given up", "PT0.4S", "p.1.test.held", "1 worker serves test.held 1.x");
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(starts).containsExactly("gated");
    }

    @Test
    void whatNobodyServesWaitsForAWorkerInstead() {
        RemoteOptions options = new RemoteOptions(HEARTBEAT, HEARTBEAT.multipliedBy(4), HEARTBEAT, SOON)
                .withQueuedTimeout(Duration.ofMillis(1));
        Engine engine = new Node(options).engine(held("a")).build();
        assertThatThrownBy(engine::run).cause().isInstanceOf(NoWorkerException.class);
    }

    @Test
    void aSuccessorCountsTheWaitFromWhereItBegan() {
        worker(1);
        Task[] tasks = {held("gated").priority(1), held("waits")};
        Node dead = new Node(OPTIONS.withQueuedTimeout(AN_HOUR));
        Engine engine = dead.engine(tasks).build();
        CompletableFuture<FlowState> unused = engine.start();
        await().until(() -> progressed.contains("gated"));
        Instant startBy = dead.stored(engine, "waits").startBy();
        dead.crash();

        Node node = new Node(OPTIONS);
        Engine successor = node.successorOf(engine, tasks);
        CompletableFuture<FlowState> end = successor.start();
        progressed.clear();
        ahead.set(AN_HOUR);
        awaitFailure(node, engine, "waits");
        assertThat(startBy).isNotNull().isBefore(store(node));
        gate.countDown();
        assertThat(failuresOf(end).get(0).is(QueuedTimeoutException.class)).isTrue();
        assertThat(starts).containsExactly("gated");
    }

    private static Instant store(Node node) {
        return node.persistence.clock().instant();
    }

    @Test
    void aTaskThatTakesTooLongSaysWhoHadItAndIsToldToEnd() {
        worker(2);
        Node node = new Node(OPTIONS);
        Engine engine = node.engine(held("a").timeout(AN_HOUR), held("gated")).build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> progressed.containsAll(Set.of("a", "gated")));
        ahead.set(AN_HOUR);
        gate.countDown(); // the run looks round when something comes
        Failure why = failuresOf(end).get(0);
        assertThat(why.is(TaskTimeoutException.class)).isTrue();
        assertThat(why.message()).contains("a/execute/1/1 was given up", "PT1H", "worker w1 had it (run ");
        assertThat(undone).containsExactlyInAnyOrder("a", "gated");
        await().until(() -> toldToEnd.contains("a"));
        assertThat(node.stored(engine, "a").worker()).isEqualTo("w1");
    }

    @Test
    void aSuccessorGivesUpWhatHasNoTimeLeft() {
        worker(1);
        Node dead = new Node(OPTIONS);
        Engine engine = dead.engine(held("a")).taskTimeout(AN_HOUR).build();
        CompletableFuture<FlowState> unused = engine.start();
        await().until(() -> progressed.contains("a"));
        dead.crash();
        ahead.set(AN_HOUR);
        Engine successor = new Node(OPTIONS).successorOf(engine, held("a"));
        assertThat(failuresOf(successor.start()).get(0).is(TaskTimeoutException.class))
                .isTrue();
        assertThat(starts).containsExactly("a");
        assertThat(undone).containsExactly("a");
        await().until(() -> toldToEnd.contains("a"));
    }

    @Test
    void aFlowThatTakesTooLongIsUndone() {
        worker(3);
        Node node = new Node(OPTIONS);
        Engine engine = node.engine(held("a"), held("b")).timeout(SOON).build();
        List<Failure> failures = failuresOf(engine.start());
        assertThat(failures).hasSize(3).allMatch(failure -> failure.is(FlowTimeoutException.class));
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(undone).containsExactlyInAnyOrder("a", "b");
        await().until(() -> toldToEnd.containsAll(starts));
    }

    @Test
    void aRunIsLimitedForAllTasksThatDoNotSayItThemselves() {
        worker(2);
        Node node = new Node(OPTIONS.withRunTimeout(SOON));
        Engine engine =
                node.engine(held("a"), held("gated").runTimeout(AN_HOUR)).build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> toldToEnd.contains("a"));
        gate.countDown();
        Failure why = failuresOf(end).get(0);
        assertThat(why.is(RunTimeoutException.class)).isTrue();
        assertThat(why.message()).contains("a/execute/1/1 was given up", "on worker w1", "PT0.4S");
        assertThat(toldToEnd).doesNotContain("gated");
    }
}
