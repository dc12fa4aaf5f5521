package io.windlass.remote;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.RemoteTask;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import io.windlass.worker.WorkerBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rolling deploy: workers of version 1 give way to some that serve 1 and 2, and those to some that serve 2 only. */
@Timeout(180)
class MixedPoolTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int WORKERS = 3;
    private static final int SLOTS = 2;
    private static final int LINES = 2;
    /** Flows of each version at once: more than there are slots, so that some always wait. */
    private static final int AT_ONCE = 8;
    /** Flows of each version that must end between two steps of the deploy. */
    private static final int BETWEEN = 60;

    private final InProcessBroker broker = new InProcessBroker();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final Map<String, Long> begunAt = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final MemoryPersistence persistence = open(new MemoryPersistence());
    private final RemoteExecutor executor = open(new RemoteExecutor(
            open(broker.connect("engine")), persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));

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

    private Worker worker(String name, String... versions) {
        WorkerBuilder builder = Worker.builder(open(broker.connect(name)))
                .name(name)
                .slots(SLOTS)
                .heartbeat(HEARTBEAT)
                .meters(meters);
        for (String version : versions) {
            builder.register(() -> Tasks.of("resize", context(), given -> {
                        String atom = given.request().atom();
                        begunAt.putIfAbsent(atom, System.nanoTime());
                        runs.computeIfAbsent(atom, key -> new AtomicInteger()).incrementAndGet();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                        return version;
                    })
                    .ofType("test.resize")
                    .version(version));
        }
        Worker worker = open(builder.build().start());
        await().until(() ->
                executor.workers().get().stream().anyMatch(view -> view.name().equals(name)));
        return worker;
    }

    /** Flows of one version, one after the other in some lines, until it is stopped. */
    private final class Load {
        private final String version;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger number = new AtomicInteger();
        private final Map<String, Long> submittedAt = new ConcurrentHashMap<>();
        private final List<CompletableFuture<Void>> lines = new ArrayList<>();

        Load(String version) {
            this.version = version;
            IntStream.range(0, AT_ONCE).forEach(i -> {
                CompletableFuture<Void> line = new CompletableFuture<>();
                lines.add(line);
                next(line);
            });
        }

        private void next(CompletableFuture<Void> line) {
            if (stopped.get()) {
                line.complete(null);
                return;
            }
            String atom = "resize " + version + " " + number.incrementAndGet();
            submittedAt.put(atom, System.nanoTime());
            Engine engine = Engine.builder(LinearFlow.named("f")
                            .add(RemoteTask.of("test.resize")
                                    .version(version)
                                    .named(atom)
                                    .provides("by")))
                    .persistence(persistence)
                    .executor(executor)
                    .build();
            CompletableFuture<Void> unused = engine.start().handleAsync((state, error) -> {
                if (state != FlowState.SUCCESS || !version.equals(engine.result("by", String.class))) {
                    failures.add(error == null ? new AssertionError(atom + " ended in " + state) : error);
                }
                ended.incrementAndGet();
                next(line);
                return null;
            });
        }

        void goesOn() {
            int before = ended.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> ended.get() >= before + BETWEEN);
        }

        void stop() {
            stopped.set(true);
            CompletableFuture.allOf(lines.toArray(CompletableFuture[]::new)).join();
        }

        long longestWait() {
            return submittedAt.entrySet().stream()
                    .mapToLong(entry -> begunAt.getOrDefault(entry.getKey(), Long.MAX_VALUE) - entry.getValue())
                    .max()
                    .orElseThrow();
        }
    }

    @Test
    void nothingFailsSpinsOrWaitsWhileWorkersAreReplacedOneByOne() {
        Deque<Worker> old = new ArrayDeque<>();
        IntStream.range(0, WORKERS).forEach(i -> old.add(worker("one-" + i, "1.0")));
        Load ones = new Load("1.0");
        ones.goesOn();

        Deque<Worker> both = new ArrayDeque<>();
        both.add(worker("both-0", "1.0", "2.0"));
        Load twos = new Load("2.0");
        while (!old.isEmpty()) {
            ones.goesOn();
            twos.goesOn();
            old.remove().close();
            if (!old.isEmpty()) {
                both.add(worker("both-" + both.size(), "1.0", "2.0"));
            }
        }
        ones.goesOn();
        for (int i = 0; i < WORKERS; i++) {
            if (both.size() == 1) {
                ones.stop();
            }
            worker("two-" + i, "2.0");
            twos.goesOn();
            both.remove().close();
        }
        twos.goesOn();
        twos.stop();

        assertThat(failures).isEmpty();
        int requests = ones.ended.get() + twos.ended.get();
        assertThat(runs).hasSize(requests);
        assertThat(runs.values()).allMatch(count -> count.get() == 1);
        double redelivered = count("windlass.worker.redelivered");
        double returned = count("windlass.worker.returned");
        System.out.printf(
                "%d requests: longest wait %d ms (1.0) and %d ms (2.0), redelivered %.0f, of these given back for want"
                        + " of a slot %.0f%n",
                requests,
                TimeUnit.NANOSECONDS.toMillis(ones.longestWait()),
                TimeUnit.NANOSECONDS.toMillis(twos.longestWait()),
                redelivered,
                returned);
        assertThat(Duration.ofNanos(Math.max(ones.longestWait(), twos.longestWait())))
                .isLessThan(LONGEST_WAIT);
        assertThat(redelivered - returned)
                .as("only what closing workers held goes back")
                .isLessThanOrEqualTo(2.0 * WORKERS * SLOTS * LINES);
        assertThat(returned).isLessThanOrEqualTo(requests);
        assertThat(executor.unserved()).isEmpty();
    }

    private double count(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
