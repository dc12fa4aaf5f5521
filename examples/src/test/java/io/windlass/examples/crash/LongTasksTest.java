package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A task that runs for several consumer timeouts of a RabbitMQ, beside seven lines of short ones. The broker closes the
 * channel of whoever keeps a message for that long, and delivers again all that it had through it.
 */
@Tag("services")
@Timeout(180)
class LongTasksTest {
    private static final Duration CONSUMER_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LONG = CONSUMER_TIMEOUT.multipliedBy(4);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LINES = 7;

    private static RabbitNode broker;

    @BeforeAll
    static void start() {
        broker = RabbitNode.start(
                Path.of("target", "long-tasks"),
                "{consumer_timeout, " + CONSUMER_TIMEOUT.toMillis() + "}",
                "{channel_tick_interval, 1000}");
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    /** Counts its runs. The one called long ends when the test says so, others after a moment. */
    @TaskType("crash.counted")
    static final class Counted extends Task {
        private final Trial trial;

        Counted(Trial trial) {
            this.trial = trial;
        }

        public void execute(TaskContext context) throws InterruptedException {
            trial.runs
                    .computeIfAbsent(context.idempotencyKey(), key -> new AtomicInteger())
                    .incrementAndGet();
            if (context.request().atom().equals("long")) {
                trial.longRuns.countDown();
                trial.gate.await();
            } else {
                boolean early = trial.gate.await(SHORT.toMillis(), TimeUnit.MILLISECONDS);
                context.progress(early ? 0.5 : 1);
            }
        }
    }

    /** An engine, and two workers of eight slots. */
    private static final class Trial implements AutoCloseable {
        private final String prefix = "windlass.long." + UUID.randomUUID();
        private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        private final CountDownLatch longRuns = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);
        private final List<SimpleMeterRegistry> meters = List.of(new SimpleMeterRegistry(), new SimpleMeterRegistry());
        private final Deque<Runnable> closings = new ArrayDeque<>();
        private final MemoryPersistence persistence = new MemoryPersistence(new MemoryStore());
        private final RemoteExecutor executor;
        private volatile boolean enough;

        Trial(Duration custodyAfter) {
            closings.push(persistence::close);
            executor = new RemoteExecutor(
                    connect(),
                    persistence,
                    RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT).withCustodyAfter(custodyAfter));
            closings.push(executor::close);
            meters.forEach(this::worker);
        }

        private void worker(SimpleMeterRegistry registry) {
            Worker worker = Worker.builder(connect())
                    .slots(LINES + 1)
                    .heartbeat(HEARTBEAT)
                    .meters(registry)
                    .register(Counted.class, () -> new Counted(this))
                    .build()
                    .start();
            closings.push(worker::close);
        }

        private AmqpProxy connect() {
            AmqpProxy proxy = AmqpProxy.builder(broker.url()).prefix(prefix).connect();
            closings.push(proxy::close);
            return proxy;
        }

        CompletableFuture<FlowState> flow(String atom) {
            return Engine.builder(LinearFlow.named("f").add(new Counted(this).named(atom)))
                    .persistence(persistence)
                    .executor(executor)
                    .build()
                    .start();
        }

        /** One short task after the other, until it is enough. */
        CompletableFuture<FlowState> line(int number) {
            return flow("short" + number)
                    .thenComposeAsync(end -> enough ? CompletableFuture.completedFuture(end) : line(number));
        }

        double deliveredAgain() {
            return meters.stream()
                    .flatMap(registry -> registry.find("windlass.worker.redelivered").counters().stream())
                    .mapToDouble(Counter::count)
                    .sum();
        }

        long ranTwice() {
            return runs.values().stream().filter(times -> times.get() > 1).count();
        }

        void print(String what) {
            System.out.printf(
                    "consumer timeout %d s, %s: %d tasks, delivered again %.0f, run twice %d%n",
                    CONSUMER_TIMEOUT.toSeconds(), what, runs.size(), deliveredAgain(), ranTwice());
        }

        /** Has the long task and the short ones run until something is so, and then come to their end. */
        void runUntil(Stage stage) throws InterruptedException {
            CompletableFuture<FlowState> last = flow("long");
            List<CompletableFuture<FlowState>> all =
                    IntStream.range(0, LINES).mapToObj(this::line).toList();
            longRuns.await();
            stage.await(System.nanoTime());
            enough = true;
            gate.countDown();
            assertThat(Stream.concat(Stream.of(last), all.stream()))
                    .allSatisfy(end -> assertThat(end.join()).isEqualTo(FlowState.SUCCESS));
        }

        @Override
        public void close() {
            gate.countDown();
            closings.forEach(Runnable::run);
        }
    }

    /** What is waited for after the long task has begun. */
    private interface Stage {
        void await(long longSince);
    }

    @Test
    void nothingIsDeliveredAgainOrRunsTwiceWhereTheEngineTakesLongRunsOver() throws Exception {
        try (Trial trial = new Trial(Duration.ofSeconds(1))) {
            trial.runUntil(since -> await().atMost(PATIENCE).until(() -> System.nanoTime() - since > LONG.toNanos()));
            trial.print("taken over after 1 s, run for " + LONG.toSeconds() + " s");
            assertThat(trial.deliveredAgain()).isZero();
            assertThat(trial.runs.values()).allMatch(times -> times.get() == 1);
        }
    }

    /** That the broker does what this is about; otherwise the other test could not fail. */
    @Test
    @Tag("chaos")
    void tasksAreDeliveredAgainAndRunTwiceWhereItDoesNot() throws Exception {
        try (Trial trial = new Trial(Duration.ofMinutes(10))) {
            trial.runUntil(since -> await().atMost(PATIENCE).until(() -> trial.ranTwice() > 0));
            trial.print("not taken over");
            assertThat(trial.deliveredAgain()).isPositive();
        }
    }
}
