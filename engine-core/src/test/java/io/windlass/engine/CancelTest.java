package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Inputs;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.CancelledException;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Times;
import io.windlass.state.AtomState;
import io.windlass.state.Cancellation;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are ended before their time, in this process. */
@Timeout(60)
class CancelTest {
    private static final Backoff A_DAY = Backoff.fixed(Duration.ofDays(1));

    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<TaskExecutor> opened = new ArrayList<>();

    static Stream<TaskExecutor> executors() {
        return Stream.of(new SerialExecutor(), ParallelExecutor.ofThreads(2));
    }

    @AfterEach
    void close() {
        gate.countDown();
        opened.forEach(TaskExecutor::close);
        store.close();
    }

    private Engine engine(TaskExecutor executor, Flow flow) {
        opened.add(executor);
        return Engine.builder(flow)
                .persistence(store)
                .executor(executor)
                .listener(script)
                .build();
    }

    private interface Body {
        Object run(Inputs given) throws Exception;
    }

    /** A task that tells when it has begun, and does what it is told. */
    private Task waiting(String name, Body body) {
        return Tasks.of(
                name,
                List.of(),
                given -> {
                    script.calls.add(name);
                    begun.countDown();
                    return body.run(given);
                },
                (outcome, failures, given) -> script.calls.add("-" + name + " " + outcome));
    }

    private Task deaf(String name) {
        return waiting(name, given -> {
            gate.await();
            return name;
        });
    }

    /** Goes on until it is told to end, and is done then. */
    private Task obedient(String name) {
        return waiting(name, given -> {
            CountDownLatch told = new CountDownLatch(1);
            given.context().onCancel(told::countDown);
            told.await();
            return name;
        });
    }

    /** Between a task that is done and one that must not begin. */
    private Flow between(Task task) {
        return LinearFlow.named("f").add(script.task("a"), task, script.task("z"));
    }

    private static List<Failure> failures(CompletableFuture<FlowState> run) {
        try {
            run.join();
            return List.of();
        } catch (CompletionException e) {
            if (e.getCause() instanceof FlowFailedException failed) {
                return failed.failures();
            }
            throw e;
        }
    }

    private StoredAtom atom(Engine engine, String name) {
        return store.loadAtom(engine.id(), name).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aBodyThatEndsByItselfIsUndoneWithWhatWasDoneBefore(TaskExecutor executor) throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        Task reacting = waiting("b", given -> {
            given.context().onCancel(called::countDown);
            called.await();
            assertThat(given.context().isCancelled()).isTrue();
            throw new IllegalStateException("b has stopped");
        });
        Engine engine = engine(executor, between(reacting));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel(Cancellation.revert().by("alice")).join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls.subList(0, 2)).containsExactly("a", "b");
        assertThat(script.calls.get(2)).startsWith("-b Failed").contains("b has stopped");
        assertThat(script.calls.subList(3, 4)).containsExactly("-a");
        List<Failure> failures = failures(run);
        assertThat(failures.get(0).is(CancelledException.class)).isTrue();
        assertThat(failures.get(0).message()).contains("'f'", engine.id().toString(), "by alice");
        assertThat(failures.get(1).message()).isEqualTo("b has stopped");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aBodyThatIsDoneAllTheSameIsUndoneToo(TaskExecutor executor) throws Exception {
        Task reacting = waiting("b", given -> {
            while (!given.context().isCancelled()) {
                Thread.onSpinWait();
            }
            return "done";
        });
        Engine engine = engine(executor, between(reacting));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls.get(2)).startsWith("-b Succeeded");
        assertThat(failures(run)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aBodyThatBearsItIsInterruptedAndOnesAfterItAreNot(TaskExecutor executor) throws Exception {
        List<Boolean> interrupted = new ArrayList<>();
        Task first = Tasks.of(
                "a",
                List.of(),
                given -> 1,
                (outcome, failures, given) ->
                        interrupted.add(Thread.currentThread().isInterrupted()));
        Engine engine =
                engine(executor, LinearFlow.named("f").add(first, deaf("b").interruptible()));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(failures(run).get(1).is(InterruptedException.class)).isTrue();
        assertThat(interrupted).containsExactly(false);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aBodyThatDoesNotReactIsGivenUpAndItsLateResultIsDropped(TaskExecutor executor) throws Exception {
        Engine engine = engine(executor, between(deaf("b")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel(Cancellation.revert().patience(Duration.ZERO)).join())
                .isEqualTo(FlowState.REVERTED);
        Failure failure = failures(run).get(1);
        assertThat(failure.is(CancelledException.class)).isTrue();
        assertThat(failure.message()).contains(engine.id() + "/b/execute/1/1", "PT0S");
        assertThat(script.calls.get(2)).startsWith("-b Failed").contains("CancelledException");
        assertThat(script.calls.get(3)).isEqualTo("-a");
        gate.countDown();
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
        assertThat(atom(engine, "b").state()).isEqualTo(AtomState.REVERTED);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void whatIsLeftAsItIsIsGoneOnWithByARerun(TaskExecutor executor) throws Exception {
        Engine engine = engine(executor, between(obedient("b")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        CompletableFuture<FlowState> cancelled = engine.cancel(Cancellation.leave());
        assertThat(cancelled.join()).isEqualTo(FlowState.FAILURE);
        assertThat(failures(run)).hasSize(1);
        assertThat(script.calls).containsExactly("a", "b");
        assertThat(engine.rerun()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "z");
        assertThat(CancelMeta.of(store.load(engine.id()).orElseThrow().flow().meta()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void whatWasGivenUpOnAndLeftIsResolvedByARerun(TaskExecutor executor) throws Exception {
        Engine engine = engine(executor, between(deaf("b")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel(Cancellation.leave().patience(Duration.ZERO)).join())
                .isEqualTo(FlowState.FAILURE);
        assertThat(failures(run)).hasSize(2);
        assertThat(atom(engine, "b").state()).isEqualTo(AtomState.FAILURE);
        assertThatThrownBy(engine::rerun).isInstanceOf(FlowFailedException.class);
        assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
    }

    @Test
    void whatHasNotBegunIsTakenBackAndNotUndone() throws Exception {
        Engine engine = engine(
                ParallelExecutor.ofThreads(1),
                UnorderedFlow.named("f").add(deaf("a").priority(1), script.task("b")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        CompletableFuture<FlowState> end = engine.cancel();
        await().until(() -> script.changes.contains("b PENDING"));
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.REVERTED);
        assertThat(atom(engine, "b").state()).isEqualTo(AtomState.PENDING);
        assertThat(script.calls).doesNotContain("b", "-b");
        assertThat(run).isCompletedExceptionally();
    }

    @Test
    void noControllerOrDeciderIsAskedAndNoAttemptIsMade() throws Exception {
        Task failing = waiting("a", given -> {
            CountDownLatch told = new CountDownLatch(1);
            given.context().onCancel(told::countDown);
            told.await();
            throw new IllegalStateException("a fails");
        });
        Task b = script.task("b");
        Task c = obedient("c").attempts(Attempts.of(5));
        GraphFlow inner = GraphFlow.named("f", script.retry(io.windlass.retry.Decision.RETRY))
                .add(failing.attempts(Attempts.of(3)), b, c)
                .link(c, b, results -> {
                    script.calls.add("asked");
                    return true;
                });
        Engine engine = engine(ParallelExecutor.ofThreads(2), inner);
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        await().until(() -> script.calls.contains("a")); // c may be the one that has begun
        CompletableFuture<FlowState> end = engine.cancel();
        assertThat(end.join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).filteredOn("a"::equals).hasSize(1);
        assertThat(script.calls).doesNotContain("asked", "b").noneMatch(call -> call.contains(" is asked "));
        assertThat(run).isCompletedExceptionally();
    }

    private CompletableFuture<FlowState> whenStored(Engine engine, String atom) {
        CompletableFuture<FlowState> end = new CompletableFuture<>();
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals(atom) && change.failure() != null) {
                    CompletableFuture<FlowState> unused =
                            engine.cancel().whenComplete((state, error) -> end.complete(state));
                }
            }
        });
        return end;
    }

    @ParameterizedTest
    @MethodSource("executors")
    void anAttemptThatWaitsIsNotMade(TaskExecutor executor) {
        Task failing = script.failing("b").attempts(Attempts.of(2).waiting(A_DAY));
        Engine engine = engine(executor, between(failing));
        CompletableFuture<FlowState> end = whenStored(engine, "b");
        assertThat(Script.failuresOf(engine)).hasSize(2).last().isEqualTo("b fails");
        assertThat(end.join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aRoundThatWaitsIsNotBegun(TaskExecutor executor) {
        Flow inner = LinearFlow.named("g", new Times(2).waiting(A_DAY)).add(script.failing("b"));
        Engine engine = engine(executor, LinearFlow.named("f").add(script.task("a"), inner));
        CompletableFuture<FlowState> end = new CompletableFuture<>();
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("b") && change.to() == AtomState.REVERTED) {
                    CompletableFuture<FlowState> unused =
                            engine.cancel().whenComplete((state, error) -> end.complete(state));
                }
            }
        });
        assertThat(Script.failuresOf(engine)).isNotEmpty();
        assertThat(end.join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void undoingGoesOn(TaskExecutor executor) throws Exception {
        Task undoing = Tasks.of("b", List.of(), given -> 1, (outcome, failures, given) -> {
            begun.countDown();
            gate.await();
            script.calls.add("-b " + given.context().isCancelled());
        });
        Engine engine = engine(executor, LinearFlow.named("f").add(script.task("a"), undoing, script.failing("c")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        CompletableFuture<FlowState> end = engine.cancel(Cancellation.leave().patience(Duration.ZERO));
        gate.countDown();
        assertThat(end.join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "c", "-c", "-b false", "-a");
        assertThat(run).isCompletedExceptionally();
    }

    @Test
    void whatWasNeverRunEndsWithoutARun() {
        Engine engine = engine(new SerialExecutor(), between(script.task("b")));
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).isEmpty();
    }

    @Test
    void whatIsSuspendedIsUndone() {
        Engine engine = engine(new SerialExecutor(), between(script.task("b")));
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals("b") && change.to() == AtomState.SUCCESS) {
                    engine.suspend();
                }
            }
        });
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(engine.cancel().join()).isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).containsExactly("a", "b", "-b", "-a");
    }

    @Test
    void whatHasEndedStaysAsItIs() {
        Engine engine = engine(new SerialExecutor(), between(script.task("b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(engine.cancel().join()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "z");
    }

    @Test
    void cancelledTwiceItIsCancelledAsAskedForFirst() throws Exception {
        Engine engine = engine(new SerialExecutor(), between(obedient("b")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        CompletableFuture<FlowState> first = engine.cancel();
        CompletableFuture<FlowState> second = engine.cancel(Cancellation.leave());
        assertThat(first.join()).isEqualTo(FlowState.REVERTED);
        assertThat(second.join()).isEqualTo(FlowState.REVERTED);
        assertThat(run).isCompletedExceptionally();
    }

    @Test
    void itIsUndoneAlthoughFailuresAreNeverResolved() throws Exception {
        opened.add(new SerialExecutor());
        Engine engine = Engine.builder(between(deaf("b")))
                .persistence(store)
                .executor(opened.get(0))
                .neverResolve(true)
                .build();
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        assertThat(engine.cancel(Cancellation.revert().patience(Duration.ZERO)).join())
                .isEqualTo(FlowState.REVERTED);
        assertThat(script.calls).endsWith("-a");
        assertThat(run).isCompletedExceptionally();
    }

    @Test
    void itIsStoredWithWhoWantedIt() throws Exception {
        Engine engine = engine(new SerialExecutor(), between(obedient("b")));
        CompletableFuture<FlowState> run = engine.start();
        begun.await();
        Cancellation how = Cancellation.leave().patience(Duration.ofMinutes(3)).by("bob");
        CompletableFuture<FlowState> end = engine.cancel(how);
        end.join();
        CancelMeta.Cancelled stored = CancelMeta.of(
                        store.load(engine.id()).orElseThrow().flow().meta())
                .orElseThrow();
        assertThat(stored.how()).isEqualTo(how);
        assertThat(run).isCompletedExceptionally();
    }
}
