package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Address;
import io.windlass.proxy.Beacon;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Message;
import io.windlass.proxy.Request;
import io.windlass.proxy.Response;
import io.windlass.proxy.Running;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and replies that the broker has lost, and those that only seem so. */
@Timeout(120)
class AuditTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(50);
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);

    private final MemoryPersistence persistence = new MemoryPersistence(new MemoryStore());
    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final List<Request> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger beacons = new AtomicInteger();
    private final AtomicLong epoch = new AtomicLong();
    private volatile int startsAtOnce;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final AtomicInteger toLose = new AtomicInteger();
    private volatile Predicate<Message> loses = message -> false;
    private volatile Predicate<Message> doubles = message -> false;

    @TaskType("test.audited")
    static final class Audited extends Task {
        private final AuditTest test;

        Audited(AuditTest test) {
            this.test = test;
        }

        public String execute(TaskContext context) throws InterruptedException {
            test.runs.add(context.request().atom() + " on " + context.process());
            if (test.runs.size() > test.startsAtOnce) {
                test.gate.await();
            }
            return "done";
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private List<Duration> copies(Message message) {
        if (message instanceof Request request) {
            sent.add(request);
        } else if (message instanceof Beacon beacon) {
            beacons.incrementAndGet();
            epoch.set(beacon.epoch());
        }
        if (doubles.test(message)) {
            return List.of(Duration.ZERO, Duration.ZERO);
        }
        boolean lost = loses.test(message) && toLose.getAndDecrement() > 0;
        return lost ? List.of() : List.of(Duration.ZERO);
    }

    private InProcessProxy worker(String name, String pool, int slots) {
        InProcessProxy proxy = open(broker.connect(name));
        open(Worker.builder(new FaultyProxy(proxy, this::copies))
                .name(name)
                .pool(pool)
                .slots(slots)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofMillis(100))
                .register(Audited.class, () -> new Audited(this))
                .build()
                .start());
        return proxy;
    }

    private Engine engine(Task... tasks) {
        FaultyProxy proxy = new FaultyProxy(open(broker.connect("engine")), this::copies);
        RemoteExecutor executor = open(new RemoteExecutor(proxy, persistence, OPTIONS));
        return Engine.builder(UnorderedFlow.named("f").add(tasks))
                .persistence(persistence)
                .executor(executor)
                .build();
    }

    private Task task(String name) {
        return new Audited(this).named(name).provides(name);
    }

    private Task[] tasks(int count) {
        Task[] tasks = new Task[count];
        for (int i = 0; i < count; i++) {
            tasks[i] = task("t" + i);
        }
        return tasks;
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        persistence.close();
    }

    /** Atoms of which there was another copy; on a slow machine there may be more than one, until a worker asks. */
    private Set<String> reissued() {
        return sent.stream()
                .filter(Request::reissued)
                .map(request -> request.name().atom())
                .collect(Collectors.toSet());
    }

    private void lose(int times, Class<? extends Message> kind) {
        loses = kind::isInstance;
        toLose.set(times);
    }

    @Test
    void aRequestThatTheBrokerLostIsIssuedAgain() {
        lose(2, Request.class);
        worker("w1", "p", 2);
        assertThat(engine(task("a"), task("b")).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).containsExactlyInAnyOrder("a on w1", "b on w1");
        assertThat(reissued()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aRequestOfATaskThatStartsAtMostOnceIsIssuedAgainToo() {
        lose(1, Request.class);
        worker("w1", "p", 2);
        assertThat(engine(task("a").atMostOnce()).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).containsExactly("a on w1");
    }

    @Test
    void aTaskWhoseReplyTheBrokerLostRunsAgain() {
        lose(1, Response.class);
        worker("w1", "p", 2);
        assertThat(engine(task("a")).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).containsExactly("a on w1", "a on w1");
    }

    @Test
    void whatIsStillLostIsIssuedUntilItArrives() {
        lose(3, Request.class);
        worker("w1", "p", 2);
        assertThat(engine(task("a")).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).containsExactly("a on w1");
        assertThat(sent).hasSizeGreaterThanOrEqualTo(4);
    }

    /** Else the worker, which holds as many as it has slots, would get none for the other slot. */
    @Test
    void aCopyThatMeetsItsTwinInAWorkerTakesNoSlot() {
        doubles = message ->
                message instanceof Request request && request.name().atom().equals("a");
        gate = new CountDownLatch(1);
        worker("w1", "p", 2);
        CompletableFuture<FlowState> end = engine(task("a"), task("b")).start();
        await().until(() -> runs.size() == 2);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).containsExactlyInAnyOrder("a on w1", "b on w1");
    }

    /** A worker that is gone, or that never was, may be heard of all the same; it is not waited for. */
    @Test
    void aRequestThatNobodyAliveIsSaidToRunIsIssuedAgain() {
        lose(1, Request.class);
        worker("w1", "p", 2);
        CompletableFuture<FlowState> end = engine(task("a")).start();
        await().until(() -> !sent.isEmpty());
        Running running = new Running(sent.get(0).name(), "run", Duration.ZERO, 0, null);
        open(broker.connect("ghost"))
                .announce(Address.control("heartbeat"), new Heartbeat("ghost", List.of(running), List.of()));
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).containsExactly("a on w1");
    }

    /** The queue is never empty, but the lost one was overtaken by more than can have been before it. */
    @Test
    void aRequestIsFoundLostBehindABacklogThatMovedOn() {
        loses = message ->
                message instanceof Request request && request.name().atom().equals("t0");
        toLose.set(1);
        startsAtOnce = 300;
        gate = new CountDownLatch(1);
        worker("w1", "p", 2);
        Engine engine = engine(tasks(400));
        await().until(() -> beacons.get() > 0);
        long before = epoch.get();
        CompletableFuture<FlowState> end = engine.start();
        await("a search in a new epoch").until(() -> epoch.get() > before);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs).hasSize(400).doesNotHaveDuplicates();
        assertThat(reissued()).containsExactly("t0");
    }

    @Test
    void aBacklogBehindBusyWorkersIsLeftAlone() {
        gate = new CountDownLatch(1);
        worker("w1", "p", 2);
        CompletableFuture<FlowState> end = engine(tasks(20)).start();
        await().until(() -> runs.size() == 2);
        int heard = beacons.get();
        await().until(() -> beacons.get() > heard + 30);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(sent).hasSize(20).noneMatch(Request::reissued);
    }

    @Test
    void whatLiesInAPoolWithoutWorkersGoesToAnother() {
        gate = new CountDownLatch(1);
        InProcessProxy dying = worker("w1", "p", 1);
        CompletableFuture<FlowState> end = engine(tasks(4)).start();
        await().until(() -> runs.size() == 1);
        await().until(() -> sent.size() == 4);
        gate = new CountDownLatch(0);
        worker("w2", "other", 2);
        dying.kill();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(runs.subList(1, runs.size()))
                .containsExactlyInAnyOrder("t0 on w2", "t1 on w2", "t2 on w2", "t3 on w2");
    }
}
