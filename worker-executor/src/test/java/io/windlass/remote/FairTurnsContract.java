package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A chain of tasks beside a huge fan-out on the same queue: how much of the fan-out each of them waits for. */
@Timeout(240)
abstract class FairTurnsContract {
    static final RequestQueue QUEUE = new RequestQueue("p", "test.fair", 1);

    /** So long that nothing is measured meanwhile which would widen the window. */
    private static final Duration HEARTBEAT = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOTS = 2;
    private static final int WINDOW = 2 * SLOTS + Lanes.SPARE;
    private static final int MANY = 100_000;
    private static final int CHAIN = 3;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Semaphore fanOut = new Semaphore(0);
    private final Semaphore chain = new Semaphore(0);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MemoryPersistence persistence;
    private RemoteExecutor executor;

    /** A proxy of a broker that is this test's alone. */
    abstract Proxy connect(String name);

    @BeforeEach
    void start() {
        persistence = open(new MemoryPersistence());
        open(Worker.builder(open(connect("worker")))
                .pool(QUEUE.pool())
                .slots(SLOTS)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofSeconds(1))
                .register(() -> Tasks.of("t", context(), this::run).ofType(QUEUE.taskType()))
                .build()
                .start());
        // After the worker, which hears so of its engine at once.
        executor = open(RemoteExecutor.builder(open(connect("engine")), persistence)
                .options(RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT))
                .meters(meters)
                .open());
        await().atMost(PATIENCE).until(() -> executor.workers().get().size() == 1);
    }

    @AfterEach
    void closeAll() throws Exception {
        fanOut.release(MANY);
        chain.release(CHAIN);
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    private boolean run(TaskContext context) throws InterruptedException {
        String atom = context.request().atom();
        started.add(atom);
        running.incrementAndGet();
        (atom.startsWith("chain") ? chain : fanOut).acquire();
        running.decrementAndGet();
        return true;
    }

    private static RemoteTask task(String name, int priority) {
        return (RemoteTask) RemoteTask.of(QUEUE.taskType()).named(name).priority(priority);
    }

    private CompletableFuture<FlowState> run(Flow flow) {
        return Engine.builder(flow)
                .persistence(persistence)
                .executor(executor)
                .listener(new FlowListener() {
                    @Override
                    public void atomChanged(AtomChanged change) {
                        if (change.to() == AtomState.RUNNING) {
                            ready.add(change.atom());
                        }
                    }
                })
                .build()
                .start();
    }

    private String nextStart() throws InterruptedException {
        String atom = started.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(atom).as("nothing starts").isNotNull();
        return atom;
    }

    private void awaitInFlight(int requests) {
        await().atMost(PATIENCE)
                .until(() -> meters.get("windlass.requests.inflight").gauge().value() == requests);
    }

    @Test
    void theNextTaskOfAChainWaitsForAWindowOfAFanOutAtMost() throws Exception {
        assertThat(mostThatWentBefore(0)).isLessThanOrEqualTo(WINDOW);
    }

    @Test
    void oneOfHigherPriorityDoesSoToo() throws Exception {
        assertThat(mostThatWentBefore(1)).isLessThanOrEqualTo(WINDOW);
    }

    /** {@return the most tasks of the fan-out that started between a task of the chain being ready and its start} */
    private int mostThatWentBefore(int priority) throws Exception {
        UnorderedFlow huge = UnorderedFlow.named("huge");
        IntStream.range(0, MANY).forEach(i -> huge.add(task("huge-" + i, 0)));
        CompletableFuture<FlowState> fanOutEnd = run(huge);
        awaitInFlight(Lanes.ROOM);
        LinearFlow line = LinearFlow.named("chain");
        IntStream.range(0, CHAIN).forEach(i -> line.add(task("chain-" + i, priority)));
        CompletableFuture<FlowState> chainEnd = run(line);
        int most = 0;
        for (int i = 0; i < CHAIN; i++) {
            String next = "chain-" + i;
            await().atMost(PATIENCE).until(() -> ready.contains(next));
            awaitInFlight(Lanes.ROOM + 1);
            await().atMost(PATIENCE).until(() -> running.get() == SLOTS);
            started.clear();
            most = Math.max(most, fanOutStartsBefore(next));
            chain.release();
        }
        await().atMost(PATIENCE).until(chainEnd::isDone);
        assertThat(fanOutEnd).isNotDone();
        return most;
    }

    /** One slot comes free after the other, until the atom has started or it is too late. */
    private int fanOutStartsBefore(String atom) throws InterruptedException {
        for (int count = 0; count <= WINDOW; count++) {
            fanOut.release();
            String next = nextStart();
            while (!next.startsWith("huge") && !next.equals(atom)) {
                next = nextStart();
            }
            if (next.equals(atom)) {
                return count;
            }
        }
        return WINDOW + 1;
    }
}
