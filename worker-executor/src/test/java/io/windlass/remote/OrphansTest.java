package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.StorageException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Address;
import io.windlass.proxy.Advert;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Response;
import io.windlass.proxy.Running;
import io.windlass.proxy.WorkerState;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.retry.Times;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Failures;
import io.windlass.value.Values;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which replies are orphans: the runs are a test's own, and answer when it wants. */
@Timeout(120)
class OrphansTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final RemoteOptions OPTIONS = new RemoteOptions(HEARTBEAT, PATIENT, PATIENT, PATIENT);
    private static final String CONTROL = "worker.hand";
    private static final RequestQueue QUEUE = new RequestQueue("p", "test.create", 1);

    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private final class Node {
        private final MemoryPersistence stored = open(new MemoryPersistence(store));
        private final Persistence persistence;
        private final InProcessProxy proxy;
        private final RemoteExecutor executor;

        Node(String name) {
            this(name, new Trouble());
        }

        Node(String name, Trouble trouble) {
            persistence = trouble.with(stored);
            proxy = open(broker.connect(name));
            executor = open(RemoteExecutor.builder(proxy, persistence)
                    .options(OPTIONS)
                    .meters(meters)
                    .open());
        }

        Engine engine(Flow flow) {
            return Engine.builder(flow)
                    .persistence(persistence)
                    .executor(executor)
                    .build();
        }

        String replyQueue() {
            return proxy.naming().replyQueue(persistence.owner().id().toString());
        }

        void crash() {
            proxy.kill();
            store.freeze(persistence.owner());
        }
    }

    /** What a store has to suffer. */
    private static final class Trouble {
        /** Orphans that it fails to keep. */
        private final AtomicInteger failures = new AtomicInteger();
        /** What is saved after this was set is stored when the latch is open. */
        private volatile CountDownLatch saving = new CountDownLatch(0);

        Persistence with(Persistence whole) {
            return (Persistence) Proxy.newProxyInstance(
                    OrphansTest.class.getClassLoader(),
                    new Class<?>[] {Persistence.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("putOrphan") && failures.getAndDecrement() > 0) {
                            throw new StorageException("away");
                        }
                        if (method.getName().equals("save") && saving.getCount() > 0) {
                            return later(() -> method.invoke(whole, arguments));
                        }
                        try {
                            return method.invoke(whole, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private interface Save {
            Object call() throws Exception;
        }

        private CompletionStage<Object> later(Save save) {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    saving.await();
                    return ((CompletionStage<?>) save.call())
                            .toCompletableFuture()
                            .join();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** Takes requests, and answers them for any run. */
    private final class Hand {
        private final InProcessProxy proxy = open(broker.connect("hand"));
        private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

        Hand() {
            proxy.consume(proxy.declareRequestQueue(QUEUE), 10, delivery -> {
                delivery.ack();
                requests.add((Request) delivery.message());
            });
            proxy.consumeControl(CONTROL, List.of(CONTROL), Delivery::ack);
        }

        /** Says that it is there, which whoever listens now hears. */
        private void advertise() {
            proxy.announce(
                    Address.control("advert"),
                    new Advert(
                            "hand",
                            QUEUE.pool(),
                            "windlass.control." + CONTROL,
                            Map.of(QUEUE.taskType(), List.of("1.0")),
                            1,
                            1,
                            WorkerState.RUNNING));
        }

        Request next() throws InterruptedException {
            advertise();
            return Objects.requireNonNull(requests.poll(30, TimeUnit.SECONDS), "no request came");
        }

        void succeed(Request request, String run) {
            answer(request.replyTo(), request.name(), run);
        }

        void answer(String queue, RequestName name, String run) {
            send(queue, new Response(name, run, "hand", true, Values.write("made by " + run)));
        }

        void fail(Request request, String run) {
            Failure failure = Failure.of(new IllegalStateException("by " + run));
            send(request.replyTo(), new Response(request.name(), run, "hand", false, Failures.write(failure)));
        }

        private void send(String queue, Response response) {
            proxy.publish(Address.queue(queue), response).toCompletableFuture().join();
        }

        void runsFor(Request request, String run, Duration since) {
            proxy.announce(
                    Address.control("heartbeat"),
                    new Heartbeat("hand", List.of(new Running(request.name(), run, since, 0, null)), List.of()));
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private static Task create() {
        return RemoteTask.of("test.create").named("create").provides("volume");
    }

    private static Flow flow() {
        return LinearFlow.named("f").add(create());
    }

    private List<String> runs(UUID flow) {
        return open(new MemoryPersistence(store)).orphans(flow).stream()
                .map(Orphan::runId)
                .toList();
    }

    /** The replies before this one have been looked at when it is kept. */
    private void keptAtLast(Hand hand, Request request, String... runs) {
        hand.succeed(request, "last");
        UUID flow = request.name().flow();
        await().until(() -> runs(flow).contains("last"));
        List<String> all = new ArrayList<>(List.of(runs));
        all.add("last");
        assertThat(runs(flow)).containsExactlyElementsOf(all);
        await().untilAsserted(() ->
                assertThat(meters.counter("windlass.orphans").count()).isEqualTo(all.size()));
    }

    @Test
    void ofTwoRunsThatAnswerTheSecondIsAnOrphan() throws Exception {
        Hand hand = new Hand();
        Engine engine = new Node("engine").engine(flow());
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        hand.succeed(request, "one");
        hand.succeed(request, "two");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.result("volume", String.class)).isEqualTo("made by one");
        await().until(() -> runs(engine.id()).contains("two"));
        Orphan orphan = open(new MemoryPersistence(store)).orphans(engine.id()).get(0);
        assertThat(orphan.request()).isEqualTo(request.name());
        assertThat(orphan.worker()).isEqualTo("hand");
        assertThat(orphan.result()).isEqualTo(Values.write("made by two"));
        keptAtLast(hand, request, "two");
    }

    @Test
    void theRecordedRunAndFailuresAndRevertsAreNoOrphansHoweverOftenTheyCome() throws Exception {
        Hand hand = new Hand();
        Engine engine = new Node("engine").engine(flow());
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        hand.succeed(request, "one");
        hand.succeed(request, "one");
        end.join();
        hand.succeed(request, "one");
        hand.fail(request, "two");
        RequestName revert = new RequestName(engine.id(), "create", Action.REVERT, 1, 1);
        hand.answer(request.replyTo(), revert, "three");
        keptAtLast(hand, request);
    }

    /** What comes while the outcome is being recorded can only be told when it is. */
    @Test
    void theSameRunOnceMoreIsNoOrphanWhileItsOutcomeIsBeingRecorded() throws Exception {
        Hand hand = new Hand();
        Trouble trouble = new Trouble();
        Node node = new Node("engine", trouble);
        Engine engine = node.engine(flow());
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        trouble.saving = new CountDownLatch(1);
        hand.succeed(request, "one");
        hand.succeed(request, "one");
        hand.succeed(request, "two");
        await().until(() -> broker.waiting(node.replyQueue()) == 0);
        node.executor.workers().join(); // asked after the replies, by the thread that takes them
        assertThat(runs(engine.id())).isEmpty();
        trouble.saving.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        keptAtLast(hand, request, "two");
    }

    @Test
    void whatALostRunBringsAfterAnotherRoundIsAnOrphanOfItsOwnRound() throws Exception {
        Hand hand = new Hand();
        Engine engine =
                new Node("engine").engine(LinearFlow.named("f", new Times(2)).add(create()));
        CompletableFuture<FlowState> end = engine.start();
        Request first = hand.next();
        hand.fail(first, "one");
        Request undo = hand.next();
        assertThat(undo.name().action()).isEqualTo(Action.REVERT);
        hand.succeed(undo, "undo");
        Request second = hand.next();
        assertThat(second.name().round()).isEqualTo(2);
        hand.succeed(second, "two");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        hand.succeed(second, "two");
        keptAtLast(hand, first);
    }

    @Test
    void whatARunBringsThatTookTooLongIsAnOrphan() throws Exception {
        Hand hand = new Hand();
        Engine engine =
                new Node("engine").engine(LinearFlow.named("f").add(create().runTimeout(Duration.ofMinutes(1))));
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        hand.runsFor(request, "slow", Duration.ofMinutes(2));
        Request undo = hand.next();
        hand.succeed(request, "slow");
        await().until(() -> runs(engine.id()).contains("slow"));
        hand.succeed(undo, "undo");
        assertThatThrownBy(end::join).hasCauseInstanceOf(FlowFailedException.class);
        keptAtLast(hand, request, "slow");
    }

    @Test
    void aSuccessorKeepsWhatComesForTheDead() throws Exception {
        Hand hand = new Hand();
        Node dead = new Node("dead");
        Engine lost = dead.engine(flow());
        CompletableFuture<FlowState> never = lost.start();
        Request request = hand.next();
        dead.crash();
        Node heir = new Node("heir");
        assertThat(heir.executor.takeOver(Set.of("f"), 10)).hasSize(1);
        hand.succeed(request, "one");
        Engine engine = Engine.builder(flow())
                .persistence(heir.persistence)
                .executor(heir.executor)
                .resume(heir.persistence.load(lost.id()).orElseThrow())
                .build();
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        hand.succeed(request, "one");
        hand.succeed(request, "two");
        keptAtLast(hand, request, "two");
        assertThat(never).isNotDone();
    }

    @Test
    void whatComesToAnotherProcessIsAnOrphanToo() throws Exception {
        Hand hand = new Hand();
        Engine engine = new Node("engine").engine(flow());
        Node other = new Node("other");
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        hand.answer(other.replyQueue(), request.name(), "one");
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        hand.answer(other.replyQueue(), request.name(), "one");
        hand.answer(other.replyQueue(), request.name(), "two");
        await().until(() -> runs(engine.id()).contains("two"));
        assertThat(runs(engine.id())).containsExactly("two");
    }

    /** One of the two is read from the inbox when there is no request for it any more. */
    @Test
    void ofTwoRunsInTheInboxOneIsAnOrphan() throws Exception {
        Hand hand = new Hand();
        Node node = new Node("engine");
        Engine engine = node.engine(flow());
        Node other = new Node("other");
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        for (String run : List.of("one", "two")) {
            hand.answer(other.replyQueue(), request.name(), run);
        }
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        await().until(() -> !runs(engine.id()).isEmpty());
        String recorded = node.persistence
                .loadAtom(engine.id(), "create")
                .map(atom -> Objects.requireNonNull(atom.runId()))
                .orElseThrow();
        assertThat(runs(engine.id())).containsExactly(recorded.equals("one") ? "two" : "one");
        await().until(() -> node.persistence.inbox().isEmpty());
    }

    @Test
    void aStoreThatIsAwayKeepsItLater() throws Exception {
        Hand hand = new Hand();
        Trouble trouble = new Trouble();
        Engine engine = new Node("engine", trouble).engine(flow());
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        hand.succeed(request, "one");
        end.join();
        trouble.failures.set(2);
        hand.succeed(request, "two");
        await().until(() -> runs(engine.id()).contains("two"));
        assertThat(trouble.failures.get()).isLessThanOrEqualTo(0);
    }

    @Test
    void whatComesForAFlowThatIsGoneIsDropped() throws Exception {
        Hand hand = new Hand();
        Node node = new Node("engine");
        Engine engine = node.engine(flow());
        CompletableFuture<FlowState> end = engine.start();
        Request request = hand.next();
        hand.succeed(request, "one");
        end.join();
        node.persistence.destroyFlow(engine.id());
        hand.succeed(request, "two");
        Engine next = node.engine(flow());
        CompletableFuture<FlowState> nextEnd = next.start();
        Request another = hand.next();
        hand.succeed(another, "one");
        keptAtLast(hand, another);
        assertThat(nextEnd.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs(engine.id())).isEmpty();
    }
}
