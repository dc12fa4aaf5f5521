package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.failure.CancelledException;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A flow on workers that is cancelled. */
@Timeout(120)
abstract class CancelContract {
    static final RequestQueue QUEUE = new RequestQueue("p", "test.cancelled", 1);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    final MemoryStore store = new MemoryStore();
    final List<String> log = new CopyOnWriteArrayList<>();
    final CountDownLatch gate = new CountDownLatch(1);
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** A proxy of a broker that is this test's alone. */
    abstract Proxy connect(String name);

    /** Does at once what its name does not say otherwise, and says what it does. */
    @TaskType("test.cancelled")
    static final class Step extends Task {
        private final CancelContract test;

        Step(CancelContract test) {
            this.test = test;
        }

        public String execute(TaskContext context) throws InterruptedException {
            String atom = context.request().atom();
            test.log.add(atom);
            context.onCancel(() -> test.log.add(atom + " told"));
            if (atom.equals("obedient")) {
                CountDownLatch told = new CountDownLatch(1);
                context.onCancel(told::countDown);
                told.await();
                throw new IllegalStateException("stopped " + context.isCancelled());
            }
            if (atom.equals("deaf")) {
                test.gate.await();
            }
            return atom;
        }

        public void revert(Outcome<String> outcome, TaskContext context) {
            test.log.add("-" + context.request().atom() + " "
                    + (outcome instanceof Outcome.Failed<String> failed
                            ? failed.failure().typeNames().get(0)
                            : "done"));
        }
    }

    <T extends AutoCloseable> T open(T resource) {
        opened.add(0, resource);
        return resource;
    }

    void worker(String name) {
        open(Worker.builder(open(connect(name)))
                .name(name)
                .pool("p")
                .slots(2)
                .heartbeat(HEARTBEAT)
                .drainTimeout(Duration.ofMillis(100))
                .register(Step.class, () -> new Step(this))
                .build()
                .start());
    }

    Task step(String name) {
        return new Step(this).named(name).provides(name);
    }

    MemoryPersistence persistence() {
        return open(new MemoryPersistence(store));
    }

    RemoteExecutor executor(Proxy proxy, MemoryPersistence persistence) {
        return open(new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT)));
    }

    /** After a task that is done and before one that must not begin. */
    EngineBuilder engine(String middle, RemoteExecutor executor, MemoryPersistence persistence) {
        return Engine.builder(LinearFlow.named("f").add(step("first"), step(middle), step("last")))
                .persistence(persistence)
                .executor(executor);
    }

    private Engine engine(Task middle) {
        MemoryPersistence persistence = persistence();
        return Engine.builder(LinearFlow.named("f").add(step("first"), middle, step("last")))
                .persistence(persistence)
                .executor(executor(open(connect("engine")), persistence))
                .build();
    }

    @AfterEach
    void closeAll() throws Exception {
        gate.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    static Failure second(CompletableFuture<FlowState> run) {
        List<Failure> failures = new ArrayList<>();
        assertThatThrownBy(run::join)
                .cause()
                .isInstanceOfSatisfying(FlowFailedException.class, failed -> failures.addAll(failed.failures()));
        assertThat(failures.get(0).is(CancelledException.class)).isTrue();
        return failures.get(1);
    }

    @Test
    void aBodyThatEndsByItselfIsUndone() {
        worker("w1");
        Engine engine = engine(step("obedient"));
        CompletableFuture<FlowState> run = engine.start();
        await().until(() -> log.contains("obedient"));
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(second(run).message()).isEqualTo("stopped true");
        assertThat(log)
                .containsExactly(
                        "first",
                        "obedient",
                        "obedient told",
                        "-obedient " + IllegalStateException.class.getName(),
                        "-first done");
    }

    @Test
    void aBodyThatBearsItIsInterrupted() {
        worker("w1");
        Engine engine = engine(step("deaf").interruptible());
        CompletableFuture<FlowState> run = engine.start();
        await().until(() -> log.contains("deaf"));
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(second(run).is(InterruptedException.class)).isTrue();
        assertThat(log)
                .filteredOn(line -> !line.equals("deaf told")) // which its listener writes, at any time
                .endsWith("-deaf " + InterruptedException.class.getName(), "-first done");
    }

    @Test
    void aBodyThatDoesNotReactIsGivenUpByNameAndItsLateReplyIsDropped() {
        worker("w1");
        Engine engine = engine(step("deaf"));
        CompletableFuture<FlowState> run = engine.start();
        await().until(() -> log.contains("deaf"));
        CompletableFuture<FlowState> end = engine.cancel(Cancellation.revert().patience(HEARTBEAT.multipliedBy(10)));
        await().until(() -> log.contains("deaf told"));
        assertThat(end.join()).isEqualTo(FlowState.REVERTED);
        assertThat(second(run).message()).contains("deaf/execute/1/1", "w1", "run ", "PT1S");
        assertThat(log).endsWith("-deaf " + CancelledException.class.getName(), "-first done");
        gate.countDown();
        assertThat(engine.rerun()).as("the same worker goes on").isEqualTo(FlowState.SUCCESS);
    }

    @Test
    void whatWasLeftAsItIsIsGoneOnWith() {
        worker("w1");
        Engine engine = engine(step("deaf"));
        CompletableFuture<FlowState> run = engine.start();
        await().until(() -> log.contains("deaf"));
        CompletableFuture<FlowState> end = engine.cancel(Cancellation.leave());
        await().until(() -> log.contains("deaf told"));
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.FAILURE);
        assertThat(log).doesNotContain("last");
        assertThat(engine.rerun()).isEqualTo(FlowState.SUCCESS);
        assertThat(log).containsExactly("first", "deaf", "deaf told", "last");
        assertThat(run).isCompletedExceptionally();
    }
}
