package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import io.windlass.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers of one slot each that serve the same fifty types: who waits behind whom. */
@Timeout(180)
abstract class BusyWorkersContract {
    static final int TYPES = 50;

    private static final Duration HEARTBEAT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POOL = "p";
    /** Handed out, given back by the one and by the other: more would be passing to and fro. */
    private static final int MOST_DELIVERIES = 3;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, String> begun = new ConcurrentHashMap<>();
    private final Map<String, Long> begunAt = new ConcurrentHashMap<>();
    private final Map<String, SimpleMeterRegistry> meters = new ConcurrentHashMap<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private MemoryPersistence persistence;
    private RemoteExecutor executor;

    /** A proxy of a broker that is this test's alone. */
    abstract Proxy connect(String name);

    /** How long a request may wait while a slot is free. */
    abstract Duration longestWait();

    @BeforeEach
    void start() {
        persistence = open(new MemoryPersistence());
        executor = open(new RemoteExecutor(
                open(connect("engine")), persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
        List.of("w1", "w2").forEach(this::worker);
        await().atMost(PATIENCE).until(() -> executor.workers().get().size() == 2);
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

    private void worker(String name) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        meters.put(name, registry);
        WorkerBuilder builder = Worker.builder(open(connect(name)))
                .name(name)
                .pool(POOL)
                .slots(1)
                .heartbeat(HEARTBEAT)
                .meters(registry);
        IntStream.range(0, TYPES).forEach(type -> builder.register(() -> task(type, "served")));
        open(builder.build().start());
    }

    static List<RequestQueue> queues() {
        return IntStream.range(0, TYPES)
                .mapToObj(type -> new RequestQueue(POOL, "test.t" + type, 1))
                .toList();
    }

    /** One that is named to be held stays at the gate. */
    private Task task(int type, String name) {
        return Tasks.of(name, context(), this::run).ofType("test.t" + type);
    }

    private String run(TaskContext context) throws InterruptedException {
        String atom = context.request().atom();
        begunAt.put(atom, System.nanoTime());
        begun.put(atom, context.process());
        if (atom.startsWith("held")) {
            gate.await();
        } else if (atom.startsWith("brief")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return atom;
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

    private List<Task> tasks(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> task(i % TYPES, name + "-" + i))
                .toList();
    }

    private double count(String meter) {
        return meters.values().stream()
                .flatMap(registry -> registry.find(meter).counters().stream())
                .mapToDouble(Counter::count)
                .sum();
    }

    private double held(String worker) {
        return Objects.requireNonNull(meters.get(worker))
                .get("windlass.worker.held")
                .gauge()
                .value();
    }

    @Test
    void noRequestWaitsBehindABusyWorkerWhileAnotherHasAFreeSlot() {
        CompletableFuture<FlowState> holding = run(tasks("held", 1));
        await().atMost(PATIENCE).until(() -> begun.containsKey("held-0"));
        String busy = begun.get("held-0");

        long start = System.nanoTime();
        CompletableFuture<FlowState> burst = run(tasks("quick", TYPES));

        await().atMost(PATIENCE).until(burst::isDone);
        assertThat(holding).as("nothing had to wait for it").isNotDone();
        assertThat(begun).hasSize(TYPES + 1);
        assertThat(begun.entrySet())
                .filteredOn(entry -> entry.getValue().equals(busy))
                .extracting(Map.Entry::getKey)
                .containsExactly("held-0");
        long last = begunAt.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        System.out.printf(
                "%s: %d requests beside a busy worker, the last began after %d ms; given back %.0f, redelivered %.0f%n",
                getClass().getSimpleName(),
                TYPES,
                TimeUnit.NANOSECONDS.toMillis(last - start),
                count("windlass.worker.returned"),
                count("windlass.worker.redelivered"));
        assertThat(Duration.ofNanos(last - start)).isLessThan(longestWait());
    }

    @Test
    void busyWorkersDoNotPassRequestsToAndFro() {
        CompletableFuture<FlowState> holding = run(tasks("held", 2));
        await().atMost(PATIENCE).until(() -> begun.size() == 2);

        CompletableFuture<FlowState> burst = run(tasks("quick", 4 * TYPES));

        await().atMost(PATIENCE).until(() -> held("w1") == 1 && held("w2") == 1);
        double redelivered = count("windlass.worker.redelivered");
        await().during(HEARTBEAT.multipliedBy(6))
                .atMost(PATIENCE)
                .until(() -> held("w1") == 1 && held("w2") == 1 && count("windlass.worker.redelivered") == redelivered);
        assertThat(begun).hasSize(2);
        gate.countDown();
        await().atMost(PATIENCE).until(() -> burst.isDone() && holding.isDone());
        assertThat(begun).hasSize(4 * TYPES + 2);
        assertThat(begun.values()).contains("w1", "w2");
        assertThat(count("windlass.worker.redelivered")).isLessThanOrEqualTo((MOST_DELIVERIES - 1) * 4.0 * TYPES);
    }

    @Test
    void manyBriefTasksAreHandedOutFewTimes() {
        int tasks = 20 * TYPES;
        long start = System.nanoTime();
        assertThat(run(tasks("brief", tasks)).join()).isEqualTo(FlowState.SUCCESS);
        long took = System.nanoTime() - start;
        double redelivered = count("windlass.worker.redelivered");
        System.out.printf(
                "%s: %d tasks of 2 ms on two slots took %d ms; redelivered %.0f%n",
                getClass().getSimpleName(), tasks, TimeUnit.NANOSECONDS.toMillis(took), redelivered);
        assertThat(redelivered).isLessThanOrEqualTo((MOST_DELIVERIES - 1) * (double) tasks);
        assertThat(begun.values()).contains("w1", "w2");
    }
}
