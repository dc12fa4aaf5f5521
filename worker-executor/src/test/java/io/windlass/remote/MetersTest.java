package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.proxy.Address;
import io.windlass.proxy.Request;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.inprocess.InProcessBroker;
import io.windlass.proxy.inprocess.InProcessProxy;
import io.windlass.state.Action;
import io.windlass.state.FlowState;
import io.windlass.state.RequestName;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is measured at both ends of remote execution. */
@Timeout(120)
class MetersTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final RemoteOptions OPTIONS = RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT);

    private final InProcessBroker broker = new InProcessBroker();
    private final MeterRegistry atEngine = new SimpleMeterRegistry();
    private final MeterRegistry atWorker = new SimpleMeterRegistry();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final MemoryPersistence persistence = open(new MemoryPersistence());
    private final CountDownLatch gate = new CountDownLatch(1);

    @TaskType("test.gated")
    static final class Gated extends Task {
        private final CountDownLatch gate;

        Gated(CountDownLatch gate) {
            this.gate = gate;
        }

        public String execute() throws InterruptedException {
            gate.await();
            return "done";
        }
    }

    @TaskType("test.failing")
    static final class Failing extends Task {
        public String execute(TaskContext context) {
            if (context.request().attempt() > 0) {
                throw new IllegalStateException("no");
            }
            return "yes";
        }
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private InProcessProxy worker(String name, MeterRegistry registry) {
        InProcessProxy proxy = open(broker.connect(name));
        open(Worker.builder(proxy)
                .name(name)
                .slots(2)
                .heartbeat(HEARTBEAT)
                .drainTimeout(HEARTBEAT)
                .register(Gated.class, () -> new Gated(gate))
                .register(Failing.class)
                .meters(registry)
                .build()
                .start());
        return proxy;
    }

    private RemoteExecutor executor(RemoteOptions options) {
        return open(RemoteExecutor.builder(open(broker.connect("engine")), persistence)
                .options(options)
                .meters(atEngine)
                .open());
    }

    private Engine engine(Flow flow, RemoteExecutor executor) {
        return Engine.builder(flow).persistence(persistence).executor(executor).build();
    }

    private Engine engine(Task... tasks) {
        return engine(LinearFlow.named("f").add(tasks), executor(OPTIONS));
    }

    private static double gauge(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private static long timed(MeterRegistry registry, String name, String... tags) {
        Timer timer = registry.find(name).tags(tags).timer();
        return timer == null ? 0 : timer.count();
    }

    private static double counted(MeterRegistry registry, String name, String... tags) {
        var counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void aRequestIsInFlightWhileItRunsAndTimedAtBothEnds() {
        worker("w1", atWorker);
        CompletableFuture<FlowState> end = engine(new Gated(gate)).start();
        await().until(() -> timed(atEngine, "windlass.task.wait", "type", "test.gated") == 1);
        assertThat(gauge(atEngine, "windlass.requests.inflight", "executor", "remote"))
                .isEqualTo(1);
        assertThat(gauge(atWorker, "windlass.worker.busy")).isEqualTo(1);
        assertThat(gauge(atWorker, "windlass.worker.held")).isEqualTo(1);
        assertThat(gauge(atWorker, "windlass.worker.slots")).isEqualTo(2);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);

        String[] success = {"type", "test.gated", "action", "execute", "outcome", "success"};
        assertThat(timed(atEngine, "windlass.request", success)).isEqualTo(1);
        assertThat(timed(atWorker, "windlass.task.run", success)).isEqualTo(1);
        assertThat(timed(atWorker, "windlass.worker.wait", "type", "test.gated"))
                .isEqualTo(1);
        assertThat(gauge(atEngine, "windlass.requests.inflight", "executor", "remote"))
                .isZero();
        await().until(() -> gauge(atWorker, "windlass.worker.held") == 0);
    }

    @Test
    void failuresAndUndosAndLambdasAreToldApart() {
        worker("w1", atWorker);
        gate.countDown();
        Task lambda = Tasks.of("here", List.of(), inputs -> true);
        assertThatThrownBy(engine(lambda, new Gated(gate), new Failing())::run).isInstanceOf(FlowFailedException.class);
        for (MeterRegistry registry : List.of(atEngine, atWorker)) {
            String name = registry == atEngine ? "windlass.request" : "windlass.task.run";
            assertThat(timed(registry, name, "type", "test.failing", "action", "execute", "outcome", "failure"))
                    .isEqualTo(1);
            assertThat(timed(registry, name, "type", "test.gated", "action", "revert", "outcome", "success"))
                    .isEqualTo(1);
        }
        assertThat(timed(atEngine, "windlass.task.run", "type", "lambda", "action", "execute"))
                .isEqualTo(1);
        assertThat(timed(atWorker, "windlass.task.run", "type", "lambda")).isZero();
    }

    @Test
    void whatTheBrokerHandsOutAgainIsCountedAndSoAreTheAnswers() {
        InProcessProxy first = worker("w1", new SimpleMeterRegistry());
        CompletableFuture<FlowState> end = engine(new Gated(gate)).start();
        await().until(() -> timed(atEngine, "windlass.task.wait") == 1);
        double before = counted(atEngine, "windlass.starts.answers", "verdict", "go");
        worker("w2", atWorker);
        first.kill();
        await().until(() -> counted(atWorker, "windlass.worker.answers", "verdict", "go") == 1);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(counted(atWorker, "windlass.worker.redelivered", "type", "test.gated"))
                .isEqualTo(1);
        assertThat(counted(atEngine, "windlass.starts.answers", "verdict", "go"))
                .isEqualTo(before + 1);
    }

    @Test
    void aCopyOfARequestThatIsOverIsAnsweredStale() {
        worker("w1", atWorker);
        executor(OPTIONS);
        InProcessProxy stray = open(broker.connect("stray"));
        String replies = stray.naming().replyQueue(persistence.owner().id().toString());
        stray.publish(Address.requests(new RequestQueue("default", "test.gated", 1)), strangeRequest(replies))
                .toCompletableFuture()
                .join();
        await().until(() -> counted(atWorker, "windlass.worker.answers", "verdict", "stale") == 1);
        assertThat(counted(atEngine, "windlass.starts.answers", "verdict", "stale"))
                .isEqualTo(1);
        assertThat(timed(atWorker, "windlass.task.run")).isZero();
    }

    private static Request strangeRequest(String replyTo) {
        return new Request(
                new RequestName(UUID.randomUUID(), "a", Action.EXECUTE, 1, 1),
                "test.gated",
                "1.0",
                Map.of(),
                null,
                Map.of(),
                replyTo,
                0,
                true);
    }

    @Test
    void aRequestThatNobodyServesIsGivenUp() {
        RemoteOptions impatient =
                new RemoteOptions(HEARTBEAT, HEARTBEAT.multipliedBy(4), HEARTBEAT, Duration.ofMillis(300));
        assertThatThrownBy(engine(LinearFlow.named("f").add(new Gated(gate)), executor(impatient))::run)
                .isInstanceOf(FlowFailedException.class);
        assertThat(timed(atEngine, "windlass.request", "action", "execute", "outcome", "given_up"))
                .isEqualTo(1);
        assertThat(gauge(atEngine, "windlass.requests.inflight", "executor", "remote"))
                .isZero();
    }

    @Test
    void registriesThatFailCostNoRequestItsOutcome() {
        worker("w1", atWorker);
        gate.countDown();
        Engine engine = engine(new Gated(gate));
        for (MeterRegistry registry : List.of(atEngine, atWorker)) {
            registry.config().meterFilter(new MeterFilter() {
                @Override
                public Meter.Id map(Meter.Id id) {
                    throw new IllegalStateException("not this one");
                }
            });
        }
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void whatARunNoLongerWaitsForIsNotInFlight() {
        worker("w1", atWorker);
        CountDownLatch closed = new CountDownLatch(1);
        Task lambda = Tasks.of("quick", List.of(), inputs -> {
            closed.await();
            return true;
        });
        Engine engine = engine(UnorderedFlow.named("f").add(lambda, new Gated(gate)), executor(OPTIONS));
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> gauge(atEngine, "windlass.requests.inflight", "executor", "remote") == 1);
        persistence.close();
        closed.countDown();
        await().until(end::isCompletedExceptionally);
        await().until(() -> gauge(atEngine, "windlass.requests.inflight", "executor", "remote") == 0);
        assertThat(timed(atEngine, "windlass.request")).isZero();
    }

    @Test
    void gaugesGoWithWhatTheyAreOf() throws Exception {
        worker("w1", atWorker);
        executor(OPTIONS);
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        assertThat(atWorker.find("windlass.worker.busy").gauge()).isNull();
        assertThat(atEngine.find("windlass.requests.inflight").gauges()).isEmpty();
    }
}
