package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.Request;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order an engine publishes what its runs have to do. */
@Timeout(120)
class LanesTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOTS = 2;
    private static final int WINDOW = 2 * SLOTS + Lanes.SPARE;
    private static final int MANY = 10_000;

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    /** Atoms, as their requests were published. */
    private final List<String> published = new CopyOnWriteArrayList<>();

    private final CountDownLatch gate = new CountDownLatch(1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MemoryPersistence persistence;
    private RemoteExecutor executor;

    @BeforeEach
    void start() {
        persistence = open(new MemoryPersistence());
        executor = open(RemoteExecutor.builder(listening(open(broker.connect("engine"))), persistence)
                .options(RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT))
                .meters(meters)
                .open());
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private Proxy listening(Proxy proxy) {
        return (Proxy) java.lang.reflect.Proxy.newProxyInstance(
                Proxy.class.getClassLoader(), new Class<?>[] {Proxy.class}, (self, method, arguments) -> {
                    if (Set.of("publish", "tryPublish").contains(method.getName())
                            && arguments[1] instanceof Request request) {
                        published.add(request.name().atom());
                    }
                    try {
                        return method.invoke(proxy, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private Worker worker(String name, String... types) {
        var builder = Worker.builder(open(broker.connect(name)))
                .name(name)
                .slots(SLOTS)
                .heartbeat(HEARTBEAT);
        for (String type : types) {
            builder.register(() -> Tasks.of("t", context(), given -> {
                        gate.await();
                        return 1;
                    })
                    .ofType(type));
        }
        Worker worker = open(builder.build().start());
        await().atMost(PATIENCE)
                .until(() -> executor.workers().get().stream()
                        .anyMatch(view -> view.name().equals(name)));
        return worker;
    }

    private static List<Task> tasks(String name, String type, int count, int priority) {
        return IntStream.range(0, count)
                .<Task>mapToObj(i -> RemoteTask.of(type).named(name + "-" + i).priority(priority))
                .toList();
    }

    private CompletableFuture<FlowState> run(List<Task> tasks) {
        UnorderedFlow flow = UnorderedFlow.named("f");
        tasks.forEach(flow::add);
        return Engine.builder(flow)
                .persistence(persistence)
                .executor(executor)
                .build()
                .start();
    }

    /** How many requests the executor has taken; after this it has found a place for each. */
    private int inFlight() throws Exception {
        int count = (int) meters.get("windlass.requests.inflight")
                .tag("executor", "remote")
                .gauge()
                .value();
        List<WorkerView> afterwards = executor.workers().get();
        return afterwards.isEmpty() ? 0 : count;
    }

    private double load(String what) {
        Gauge gauge = meters.find("windlass.queue." + what)
                .tag("queue", "default.1.test.a")
                .gauge();
        return gauge == null ? 0 : gauge.value();
    }

    private List<String> publishedAfter(int count) {
        return List.copyOf(published).subList(count, published.size());
    }

    @Test
    void aHugeFanOutLeavesOtherRunsTheirTurn() {
        worker("w1", "test.a", "test.b");
        CompletableFuture<FlowState> huge = run(tasks("huge", "test.a", MANY, 0));
        await().atMost(PATIENCE).until(() -> published.size() == WINDOW);

        CompletableFuture<FlowState> other = run(tasks("other", "test.b", 3, 0));
        await().atMost(PATIENCE).until(() -> published.size() == WINDOW + 3);
        assertThat(publishedAfter(WINDOW)).as("another queue").containsExactly("other-0", "other-1", "other-2");

        CompletableFuture<FlowState> small = run(tasks("small", "test.a", 3, 0));
        CompletableFuture<FlowState> urgent = run(tasks("urgent", "test.a", 3, 1));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inFlight()).isEqualTo(Lanes.ROOM + 9));
        assertThat(published).hasSize(WINDOW + 3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(load("waiting")).isEqualTo(Lanes.ROOM + 6 - WINDOW));
        assertThat(load("out")).isEqualTo(load("window")).isEqualTo(WINDOW);
        gate.countDown();

        CompletableFuture.allOf(other, small, urgent).join();
        assertThat(huge).isNotDone();
        assertThat(publishedAfter(WINDOW + 3).subList(0, 3))
                .as("by priority")
                .containsExactly("urgent-0", "urgent-1", "urgent-2");
        assertThat(publishedAfter(WINDOW + 6).subList(0, 6))
                .as("then in turns")
                .contains("small-0", "small-1", "small-2");
        assertThat(huge.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(published).hasSize(MANY + 9).doesNotHaveDuplicates();
        await().atMost(PATIENCE)
                .until(() -> meters.find("windlass.queue.window").gauges().isEmpty());
    }

    @Test
    void whatWaitsForItsTurnWaitsForAWorkerWhenItsQueueHasNoneAnyMore() {
        Worker first = worker("w1", "test.a");
        CompletableFuture<FlowState> end = run(tasks("task", "test.a", 2 * WINDOW, 0));
        await().atMost(PATIENCE).until(() -> published.size() == WINDOW);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(first::close);
        await().atMost(PATIENCE)
                .until(() -> executor.unserved().stream().anyMatch(view -> view.requests() == 2 * WINDOW - SLOTS));
        assertThat(published).hasSize(WINDOW);

        worker("w2", "test.a");
        gate.countDown();

        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        closing.join();
    }
}
