package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.FlowTimeoutException;
import io.windlass.failure.RunTimeoutException;
import io.windlass.failure.TaskTimeoutException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.retry.Decision;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks and flows that take too long, on the executors of this process. What survives its end: LimitedTakeoverTest. */
@Timeout(60)
class TimeoutsTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Script script = new Script();
    /** Stands still until the test says that time has passed; meanwhile runs look at it again and again. */
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T12:00:00Z"));

    private final MemoryPersistence store = new MemoryPersistence(new MemoryStore(now::get));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger starts = new AtomicInteger();

    @AfterEach
    void letGo() {
        gate.countDown();
    }

    static Stream<TaskExecutor> executors() {
        return Stream.of(new SerialExecutor(), ParallelExecutor.ofThreads(2));
    }

    private EngineBuilder engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(script);
    }

    /** A task whose first so many runs fail, and whose next does not end. */
    private Task endless(String name, int failing) {
        return Tasks.of(
                name,
                List.of(),
                given -> {
                    script.calls.add(name);
                    if (starts.incrementAndGet() <= failing) {
                        throw new IllegalStateException(name + " fails");
                    }
                    gate.await();
                    return name;
                },
                (outcome, failures, given) -> script.calls.add("-" + name));
    }

    private StoredAtom stored(Engine engine, String name) {
        return store.loadAtom(engine.id(), name).orElseThrow();
    }

    private void timePasses() {
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(1)));
    }

    /** {@return what a flow fails with whose time is over once its tasks have been called like this} */
    private List<Failure> failuresAfter(Engine engine, String... calls) {
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> script.calls.equals(List.of(calls)));
        timePasses();
        return failuresOf(end);
    }

    private static List<Failure> failuresOf(CompletableFuture<FlowState> end) {
        try {
            throw new AssertionError("the flow ended " + end.join());
        } catch (CompletionException e) {
            return ((FlowFailedException) Objects.requireNonNull(e.getCause())).failures();
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aTaskThatTakesTooLongIsGivenUpAndUndone(TaskExecutor executor) {
        try (executor) {
            Flow flow =
                    LinearFlow.named("f").add(script.task("a"), endless("b", 0).timeout(SOON));
            Engine engine = engine(flow).executor(executor).build();
            Failure why = failuresAfter(engine, "a", "b").get(0);
            assertThat(why.is(TaskTimeoutException.class)).isTrue();
            assertThat(why.message()).contains("b/execute/1/1 was given up", "PT0.1S", "2030-01-01T12:00:00.100");
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
            assertThat(stored(engine, "b").deadline()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void itsTimeIsThatOfAllItsAttempts(TaskExecutor executor) {
        try (executor) {
            Flow flow = LinearFlow.named("f")
                    .add(endless("b", 2).attempts(Attempts.of(5)).timeout(SOON));
            Engine engine = engine(flow).executor(executor).build();
            Failure why = failuresAfter(engine, "b", "b", "b").get(0);
            assertThat(why.is(TaskTimeoutException.class)).isTrue();
            assertThat(why.message()).contains("b/execute/1/3 was given up");
            assertThat(script.calls).containsExactly("b", "b", "b", "-b");
        }
    }

    @Test
    void anAttemptThatWouldComeTooLateIsNotWaitedFor() {
        Attempts patient = Attempts.of(2).waiting(Backoff.fixed(AN_HOUR));
        Task task = endless("b", 1).attempts(patient).timeout(Duration.ofMinutes(59));
        Engine engine = engine(LinearFlow.named("f").add(task)).build();
        assertThat(Script.failuresOf(engine)).containsExactly("b fails");
    }

    @Test
    void aRetryControllerGivesItItsTimeAnew() {
        Task task = Tasks.of("b", List.of(), given -> {
            if (starts.incrementAndGet() == 1) {
                gate.await();
            }
            return "b";
        });
        Engine engine = engine(LinearFlow.named("f", new Times(2)).add(task))
                .taskTimeout(SOON)
                .build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> starts.get() == 1);
        timePasses();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        assertThat(stored(engine, "b").round()).isEqualTo(2);
    }

    @Test
    void aTaskKnowsBetterThanTheEngine() {
        Task patient = endless("a", 0).timeout(AN_HOUR);
        Flow flow = UnorderedFlow.named("f").add(patient, endless("b", 0));
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = engine(flow).executor(executor).taskTimeout(SOON).build();
            CompletableFuture<FlowState> end = engine.start();
            await().until(() -> starts.get() == 2);
            timePasses();
            await().until(() -> stored(engine, "b").failure() != null);
            assertThat(stored(engine, "a").state()).isEqualTo(AtomState.RUNNING);
            gate.countDown();
            assertThatThrownBy(end::join).rootCause().isInstanceOf(TaskTimeoutException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aFlowThatTakesTooLongIsGivenUpAndUndone(TaskExecutor executor) {
        try (executor) {
            var retry = script.retry(Decision.RETRY).named("retry");
            Flow flow = LinearFlow.named("f")
                    .add(script.task("a"), LinearFlow.named("g", retry).add(endless("b", 0)));
            Engine engine = engine(flow).executor(executor).timeout(SOON).build();
            List<Failure> failures = failuresAfter(engine, "a", "retry begins 1", "b");
            assertThat(failures).allMatch(failure -> failure.is(FlowTimeoutException.class));
            assertThat(failures.get(0).message()).contains("flow 'f' (" + engine.id() + ") was given up", "PT0.1S");
            assertThat(failures.get(1).message()).contains("b/execute/1/1 was given up");
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(script.calls).contains("a", "b", "-b", "-a").noneMatch(call -> call.contains("is asked"));
            assertThat(store.loadRecord(engine.id()).orElseThrow().deadline()).isNull();
        }
    }

    @Test
    void aFlowThatNeverResolvesIsOnlyGivenUp() {
        Flow flow = LinearFlow.named("f").add(script.task("a"), endless("b", 0));
        Engine engine = engine(flow).timeout(SOON).neverResolve(true).build();
        assertThat(failuresAfter(engine, "a", "b").get(0).is(FlowTimeoutException.class))
                .isTrue();
        assertThat(engine.state()).isEqualTo(FlowState.FAILURE);
        assertThat(script.calls).containsExactly("a", "b");
    }

    @Test
    void whatWaitsIsGivenUpWithItsFlow() {
        Task waits = endless("b", 1).attempts(Attempts.of(2).waiting(Backoff.fixed(AN_HOUR)));
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), waits))
                .timeout(SOON)
                .build();
        assertThat(failuresAfter(engine, "a", "b")).hasSize(2);
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
    }

    @Test
    void aRoundThatWaitsIsGivenUpWithItsFlow() {
        Times patient = new Times(2);
        patient.waiting(Backoff.fixed(AN_HOUR));
        Engine engine = engine(LinearFlow.named("f", patient).add(script.failing("b")))
                .timeout(SOON)
                .build();
        assertThat(failuresAfter(engine, "b", "-b").get(0).is(FlowTimeoutException.class))
                .isTrue();
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("b", "-b");
    }

    @Test
    void undoingIsNotLimited() {
        Task slow = Tasks.of("a", List.of(), given -> "a", (outcome, failures, given) -> gate.await());
        Flow flow = LinearFlow.named("f").add(slow, script.failing("b"));
        Engine engine = engine(flow).timeout(SOON).taskTimeout(SOON).build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> store.loadAtom(engine.id(), "a")
                .filter(atom -> atom.state() == AtomState.REVERTING)
                .isPresent());
        timePasses();
        gate.countDown();
        assertThatThrownBy(end::join)
                .cause()
                .isInstanceOfSatisfying(
                        FlowFailedException.class,
                        e -> assertThat(e.failures())
                                .extracting(Failure::message)
                                .containsExactly("b fails"));
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
    }

    @Test
    void whatASuspendedFlowHasLeftToDoIsNotDoneWhenItsTimeIsOver() {
        Flow flow = LinearFlow.named("f").add(script.task("a"), script.task("b"));
        Engine engine = engine(flow).timeout(SOON).build();
        engine.notifier().register(new io.windlass.notify.FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.to() == AtomState.SUCCESS) {
                    engine.suspend();
                }
            }
        });
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        Instant deadline = store.loadRecord(engine.id()).orElseThrow().deadline();
        timePasses();
        assertThat(failuresOf(engine.start())).hasSize(1).allMatch(failure -> failure.is(FlowTimeoutException.class));
        assertThat(script.calls).containsExactly("a", "-a");
        // A rerun has its time anew, and has forgotten the failure.
        assertThat(engine.rerun()).isEqualTo(FlowState.SUSPENDED);
        assertThat(store.loadRecord(engine.id()).orElseThrow().deadline()).isAfter(deadline);
    }

    @Test
    void aRunThatTakesTooLongIsGivenUpByTheParallelExecutorAndMayBeTriedAgain() {
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            CountDownLatch told = new CountDownLatch(1);
            Task slow = new Slow(told).named("slow").attempts(Attempts.of(2)).runTimeout(SOON);
            Engine engine =
                    engine(LinearFlow.named("f").add(slow)).executor(executor).build();
            Failure why = failuresOf(engine.start()).get(0);
            assertThat(why.is(RunTimeoutException.class)).isTrue();
            assertThat(why.message()).contains("slow/execute/1/2 was given up", "PT0.1S");
            assertThat(told.getCount()).isZero();
            assertThat(stored(engine, "slow").attempt()).isEqualTo(1); // of its revert
        }
    }

    /** Ends when it is told to. */
    static final class Slow extends Task {
        private final CountDownLatch told;

        Slow(CountDownLatch told) {
            this.told = told;
        }

        public void execute(TaskContext context) throws InterruptedException {
            CountDownLatch end = new CountDownLatch(1);
            context.onCancel(() -> {
                told.countDown();
                end.countDown();
            });
            end.await();
        }
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> script.task("a").timeout(Duration.ZERO)).isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> script.task("a").queuedTimeout(Duration.ofSeconds(-1)))
                .isInstanceOf(DefinitionException.class);
        assertThatThrownBy(() -> engine(LinearFlow.named("f")).timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine(LinearFlow.named("f")).taskTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTimeBeyondWhatCanBeStoredIsTheLongestThatCan() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        Engine engine = engine(LinearFlow.named("f").add(endless("a", 0).timeout(ever)))
                .timeout(ever)
                .build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> starts.get() == 1);
        Instant last = Instant.parse("9999-12-31T23:59:59.999999Z");
        assertThat(stored(engine, "a").deadline()).isEqualTo(last);
        assertThat(store.loadRecord(engine.id()).orElseThrow().deadline()).isEqualTo(last);
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
    }
}
