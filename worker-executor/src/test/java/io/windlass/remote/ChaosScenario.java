package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.engine.Engine;
import io.windlass.failure.MayHaveRunException;
import io.windlass.flow.Flow;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One flow on workers whose messages get lost, come twice and come late; everything follows from a seed. */
final class ChaosScenario {
    private static final Duration HEARTBEAT = Duration.ofMillis(40);
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final RemoteOptions OPTIONS = new RemoteOptions(HEARTBEAT, TIMEOUT, TIMEOUT, Duration.ofMinutes(2))
            .withMaxStarts(RemoteOptions.MOST_STARTS);
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final long seed;
    private final Random random;
    private final boolean once;
    private final boolean onlyWork;
    private final boolean engineDies;
    private final boolean workerDies;
    private final ChaosPlan plan;
    private final MemoryStore store = new MemoryStore();
    private final InProcessBroker broker = new InProcessBroker();
    private final ConcurrentMap<RequestName, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private final CompletableFuture<Void> crashed = new CompletableFuture<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<AutoCloseable> workers = new ArrayList<>();
    private final int crashAfter;
    private final Stalls stalls = new Stalls(TIMEOUT.dividedBy(2));

    ChaosScenario(long seed) {
        this.seed = seed;
        random = new Random(seed);
        once = random.nextInt(3) == 0;
        onlyWork = random.nextInt(3) == 0;
        engineDies = random.nextInt(3) == 0;
        workerDies = random.nextInt(3) == 0;
        crashAfter = engineDies || workerDies ? 1 + random.nextInt(6) : Integer.MAX_VALUE;
        double rate = List.of(0.03, 0.1, 0.2).get(random.nextInt(3));
        plan = new ChaosPlan(seed, rate, onlyWork, random.nextInt(4) == 0 ? 900 : 200);
    }

    private final class Node {
        private final MemoryPersistence persistence = open(new MemoryPersistence(store));
        private final InProcessProxy proxy;
        private final RemoteExecutor executor;

        Node(String name) {
            proxy = open(broker.connect(name));
            executor = open(new RemoteExecutor(new FaultyProxy(proxy, plan), persistence, OPTIONS));
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private void ran(RequestName name) {
        runs.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
        if (started.incrementAndGet() >= crashAfter) {
            crashed.complete(null);
        }
    }

    private Flow flow() {
        return ChaosFlow.draw(seed, this::ran, once);
    }

    private void startWorkers() {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            startWorker("w" + i, random.nextBoolean() ? "p" : "q");
        }
    }

    private InProcessProxy startWorker(String name, String pool) {
        InProcessProxy proxy = open(broker.connect(name));
        workers.add(Worker.builder(new FaultyProxy(proxy, plan))
                .name(name)
                .pool(pool)
                .slots(1 + random.nextInt(3))
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofSeconds(5))
                .register(ChaosFlow.Step.class, () -> new ChaosFlow.Step(this::ran))
                .build()
                .start());
        return proxy;
    }

    /** Runs the flow, and checks all that is promised. */
    void run() throws Exception {
        startWorkers();
        InProcessProxy victim = startWorker("victim", "p");
        Node first = new Node("first");
        Engine engine = Engine.builder(flow())
                .store(ChaosFlow.FIRST_ROUND, 1)
                .persistence(first.persistence)
                .executor(first.executor)
                .build();
        CompletableFuture<?> end = engine.start().handle((state, error) -> state);
        await().atMost(PATIENCE).until(() -> end.isDone() || crashed.isDone());
        if (workerDies) {
            victim.kill();
            startWorker("heir", "p");
        }
        Node last = first;
        if (!end.isDone() && engineDies) {
            first.proxy.kill();
            store.freeze(first.persistence.owner());
            last = new Node("second");
            resume(last, engine.id());
        }
        await().atMost(PATIENCE).until(() -> end.isDone() || engineDies);
        StoredFlow stored = last.persistence.load(engine.id()).orElseThrow();
        checkEnd(stored);
        checkOutcomes(store.history(engine.id()));
        checkRuns(stored);
        checkNothingIsLeft();
    }

    private void resume(Node node, UUID flow) {
        List<Takeover> taken = node.executor.takeOver(Set.of(), 10);
        if (taken.isEmpty()) {
            return; // it had ended just before the crash
        }
        Engine engine = Engine.builder(flow())
                .resume(node.persistence.load(flow).orElseThrow())
                .persistence(node.persistence)
                .executor(node.executor)
                .build();
        CompletableFuture<?> end = engine.start().handle((state, error) -> state);
        await().atMost(PATIENCE).until(end::isDone);
    }

    /** The flow has ended as it does in one process, unless a task may have run that starts at most once. */
    private void checkEnd(StoredFlow stored) throws Exception {
        assertThat(stored.flow().state().isTerminal()).as("%s", stored).isTrue();
        if (mayHaveRun(stored)) {
            return;
        }
        try (MemoryPersistence local = new MemoryPersistence()) {
            Engine engine = Engine.builder(ChaosFlow.draw(seed, name -> {}, once))
                    .store(ChaosFlow.FIRST_ROUND, 1)
                    .persistence(local)
                    .build();
            engine.start().handle((state, error) -> state).join();
            StoredFlow expected = local.load(engine.id()).orElseThrow();
            assertThat(stored.flow().state()).isEqualTo(expected.flow().state());
            if (stored.flow().state() == FlowState.SUCCESS) {
                assertThat(results(stored)).isEqualTo(results(expected));
            }
        }
    }

    private static boolean mayHaveRun(StoredFlow stored) {
        return stored.toString().contains(MayHaveRunException.class.getName());
    }

    private static Map<String, @Nullable Value> results(StoredFlow flow) {
        Map<String, @Nullable Value> results = new TreeMap<>();
        for (StoredAtom atom : flow.atoms()) {
            results.put(atom.name() + " " + atom.state(), atom.kind() == AtomKind.TASK ? atom.result() : null);
        }
        return results;
    }

    private static void checkOutcomes(List<HistoryEntry> history) {
        Map<String, Integer> outcomes = new HashMap<>();
        for (HistoryEntry entry : history) {
            if (Set.of("SUCCESS", "FAILURE", "REVERTED", "REVERT_FAILURE").contains(entry.to())) {
                String name = entry.atom() + " " + entry.round() + "/" + entry.attempt() + " " + entry.to();
                outcomes.merge(name, 1, Integer::sum);
            }
        }
        assertThat(outcomes.values()).as("%s", history).allMatch(times -> times == 1);
    }

    private void checkRuns(StoredFlow stored) {
        for (Map.Entry<RequestName, AtomicInteger> run : runs.entrySet()) {
            RequestName name = run.getKey();
            int times = run.getValue().get();
            if (name.action() == Action.EXECUTE && name.atom().startsWith(ChaosFlow.ONCE)) {
                assertThat(times).as("%s runs at most once in %s", name, stored).isEqualTo(1);
            } else if (onlyWork && crashAfter == Integer.MAX_VALUE && !plan.hasTouched(name) && !stalls.any()) {
                assertThat(times).as("nothing happened to %s", name).isEqualTo(1);
            }
        }
    }

    /** No request waits anywhere, none is held for ever, and nothing was put aside. */
    private void checkNothingIsLeft() throws Exception {
        plan.end();
        List<String> queues = broker.queueNames().stream()
                .filter(queue -> queue.startsWith("windlass.requests."))
                .toList();
        await().atMost(PATIENCE).until(() -> queues.stream().allMatch(queue -> broker.waiting(queue) == 0));
        for (AutoCloseable worker : workers) {
            worker.close();
        }
        assertThat(queues)
                .allSatisfy(queue -> assertThat(broker.waiting(queue)).as(queue).isZero());
        assertThat(broker.waiting("windlass.dead-letters")).isZero();
    }

    Map<String, Integer> faults() {
        return plan.faults();
    }

    /** {@return how many runs there were, and how many more than requests} */
    int[] counted() {
        return new int[] {started.get(), started.get() - runs.size()};
    }

    @Override
    public String toString() {
        return "seed " + seed + (once ? ", at most once" : "") + (onlyWork ? ", requests and responses only" : "")
                + (engineDies ? ", engine dies" : "")
                + (workerDies ? ", worker dies" : "") + " after " + crashAfter + " runs" + ", " + workers.size()
                + " workers, "
                + runs + ", " + faults();
    }

    /** Closes all that it has. */
    void end() throws Exception {
        stalls.close();
        for (AutoCloseable worker : workers) {
            worker.close();
        }
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }
}
