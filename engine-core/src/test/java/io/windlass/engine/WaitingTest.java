package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Backoff;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Samples;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.AlwaysRevert;
import io.windlass.retry.Times;
import io.windlass.runtime.RunThreads;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tasks that are tried again, and retries that wait before another round. */
class WaitingTest {
    private static final Backoff AN_HOUR = Backoff.fixed(Duration.ofHours(1));

    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(script).build();
    }

    private Engine resumed(Flow flow, StoredFlow stored) {
        return Engine.builder(flow)
                .persistence(store)
                .resume(stored)
                .listener(script)
                .build();
    }

    /** A task that fails in its first attempts. */
    private Task failing(int times, String name) {
        List<String> calls = new ArrayList<>();
        return Tasks.of(
                name,
                List.of(),
                given -> {
                    calls.add(name);
                    script.calls.add(name);
                    if (calls.size() <= times) {
                        throw new IllegalStateException(name + " fails in call " + calls.size());
                    }
                    return name;
                },
                (outcome, failures, given) -> script.calls.add("-" + name));
    }

    private StoredAtom stored(Engine engine, String name) {
        return store.load(engine.id()).stream()
                .flatMap(flow -> flow.atoms().stream())
                .filter(atom -> atom.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitWaiting(Engine engine, String name) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> store.load(engine.id()).stream()
                        .flatMap(flow -> flow.atoms().stream())
                        .anyMatch(atom -> atom.name().equals(name) && atom.due() != null));
    }

    /** {@return the flow as it is stored, but that what waits has waited for long enough} */
    private StoredFlow later(Engine engine) {
        StoredFlow stored = store.load(engine.id()).orElseThrow();
        FlowRecord flow = stored.flow();
        List<AtomChange> atoms = stored.atoms().stream()
                .map(atom -> new AtomChange(dueBefore(atom), true, true))
                .toList();
        store.save(new FlowChange(flow, false, false, atoms, List.of()))
                .toCompletableFuture()
                .join();
        return store.load(engine.id()).orElseThrow();
    }

    private static StoredAtom dueBefore(StoredAtom atom) {
        return Samples.described(
                atom, atom.meta(), atom.due() == null ? null : Instant.now().minusSeconds(1));
    }

    @Test
    void aTaskIsTriedAgainWithoutBeingUndone() {
        Engine engine = engine(
                LinearFlow.named("f").add(script.task("a"), failing(2, "b").attempts(Attempts.of(3))));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("a", "b", "b", "b");
        assertThat(script.changes)
                .containsExactly(
                        "RUNNING",
                        "a RUNNING",
                        "a SUCCESS",
                        "b RUNNING",
                        "b RUNNING",
                        "b RUNNING",
                        "b SUCCESS",
                        "SUCCESS");
        assertThat(stored(engine, "b"))
                .extracting(StoredAtom::round, StoredAtom::attempt, StoredAtom::due)
                .containsExactly(1, 3, null);
    }

    @Test
    void whenNoAttemptIsLeftTheTaskHasFailed() {
        Engine engine = engine(
                LinearFlow.named("f").add(script.task("a"), failing(9, "b").attempts(Attempts.of(2))));
        assertThat(Script.failuresOf(engine)).containsExactly("b fails in call 2");
        assertThat(script.calls).containsExactly("a", "b", "b", "-b", "-a");
    }

    @Test
    void eachRoundHasItsAttempts() {
        Engine engine =
                engine(LinearFlow.named("f", new Times(2)).add(failing(3, "b").attempts(Attempts.of(2))));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("b", "b", "-b", "b", "b");
        assertThat(stored(engine, "b"))
                .extracting(StoredAtom::round, StoredAtom::attempt)
                .containsExactly(2, 2);
    }

    @Test
    void someFailuresAreHopeless() {
        Engine engine = engine(LinearFlow.named("f")
                .add(failing(9, "b").attempts(Attempts.of(5).unless(RuntimeException.class))));
        assertThat(Script.failuresOf(engine)).containsExactly("b fails in call 1");
        assertThat(script.calls).containsExactly("b", "-b");
    }

    @Test
    void anAttemptThatWaitsIsStoredAndSuspended() {
        Task task = failing(1, "b").attempts(Attempts.of(2).waiting(AN_HOUR));
        Engine engine = engine(LinearFlow.named("f").add(task));
        CompletableFuture<FlowState> end = engine.start();
        awaitWaiting(engine, "b");
        assertThat(stored(engine, "b").state()).isEqualTo(AtomState.RUNNING);
        assertThat(stored(engine, "b").due()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
        engine.suspend();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("b");

        Engine successor = resumed(LinearFlow.named("f").add(failing(0, "b")), later(engine));
        assertThat(successor.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.calls).containsExactly("b", "b");
        assertThat(stored(engine, "b").attempt()).isEqualTo(2);
    }

    @Test
    void aProcessThatDiesLeavesTheWaitToItsSuccessor() {
        Engine engine = engine(LinearFlow.named("f")
                .add(failing(1, "b").attempts(Attempts.of(2).waiting(AN_HOUR))));
        CompletableFuture<FlowState> end = engine.start();
        awaitWaiting(engine, "b");
        StoredFlow stored = store.load(engine.id()).orElseThrow();
        engine.suspend();
        end.join();

        MemoryPersistence other = new MemoryPersistence();
        other.save(new FlowChange(
                        stored.flow(),
                        true,
                        true,
                        stored.atoms().stream()
                                .map(atom -> new AtomChange(atom, true, true))
                                .toList(),
                        List.of()))
                .toCompletableFuture()
                .join();
        Engine successor = Engine.builder(LinearFlow.named("f").add(failing(0, "b")))
                .persistence(other)
                .resume(stored)
                .build();
        CompletableFuture<FlowState> next = successor.start();
        await().until(() -> other.load(stored.flow().id()).orElseThrow().flow().state() == FlowState.RUNNING);
        assertThat(next).isNotDone();
        successor.suspend();
        assertThat(next.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("b"); // the hour is not over
    }

    @Test
    void whatWaitsForAnotherAttemptIsUndoneWhenTheFlowIs() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        Task sibling = Tasks.of("sibling", List.of(), given -> {
            waits.await();
            throw new IllegalStateException("the sibling fails");
        });
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = Engine.builder(UnorderedFlow.named("f")
                            .add(failing(9, "b").attempts(Attempts.of(2).waiting(AN_HOUR)), sibling))
                    .persistence(store)
                    .listener(script)
                    .executor(executor)
                    .build();
            CompletableFuture<FlowState> end = engine.start();
            awaitWaiting(engine, "b");
            waits.countDown();
            assertThat(end).failsWithin(Duration.ofMinutes(1));
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(script.calls).containsExactly("b", "-b");
            assertThat(script.changes).contains("b FAILURE", "b REVERTED");
        }
    }

    @Test
    void aRetryWaitsOnceItsRoundIsUndone() {
        Duration wait = Duration.ofMillis(30);
        Task timed = Tasks.of("a", List.of(), given -> System.nanoTime(), (outcome, failures, given) -> {
            script.calls.add("-a " + System.nanoTime());
        });
        Engine engine = engine(LinearFlow.named("f", new Times(2).waiting(Backoff.fixed(wait)))
                .add(timed.provides("began"), failing(1, "b")));
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        long undone = script.calls.stream()
                .filter(call -> call.startsWith("-a"))
                .mapToLong(call -> Long.parseLong(call.substring(3)))
                .findFirst()
                .orElseThrow();
        long again = Objects.requireNonNull(engine.result("began", Long.class));
        assertThat(Duration.ofNanos(again - undone)).isGreaterThanOrEqualTo(wait.minusMillis(1));
        assertThat(script.changes)
                .containsSubsequence("a REVERTED", "f_retry RETRYING", "a PENDING", "f_retry RUNNING", "a RUNNING");
    }

    @Test
    void aRetryThatWaitsIsStoredAndResumed() {
        Engine engine =
                engine(LinearFlow.named("f", new Times(2).waiting(AN_HOUR)).add(failing(1, "b")));
        CompletableFuture<FlowState> end = engine.start();
        awaitWaiting(engine, "f_retry");
        assertThat(stored(engine, "f_retry"))
                .extracting(StoredAtom::state, StoredAtom::intention)
                .containsExactly(AtomState.SUCCESS, Intention.RETRY);
        assertThat(end).isNotDone();
        engine.suspend();
        assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.changes).doesNotContain("f_retry RETRYING");

        Flow same = LinearFlow.named("f", new Times(2).waiting(AN_HOUR)).add(failing(0, "b"));
        assertThat(resumed(same, later(engine)).run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).containsSubsequence("SUSPENDED", "f_retry RETRYING", "b PENDING", "b SUCCESS");
    }

    @Test
    void aRetryThatWaitsIsUndoneWhenTheFlowIs() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        Task sibling = Tasks.of("sibling", List.of(), given -> {
            waits.await();
            throw new IllegalStateException("the sibling fails");
        });
        Flow inner = LinearFlow.named("inner", new Times(9).waiting(AN_HOUR)).add(failing(9, "b"));
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = Engine.builder(
                            UnorderedFlow.named("f", new AlwaysRevert()).add(inner, sibling))
                    .persistence(store)
                    .listener(script)
                    .executor(executor)
                    .build();
            CompletableFuture<FlowState> end = engine.start();
            awaitWaiting(engine, "inner_retry");
            waits.countDown();
            assertThat(end).failsWithin(Duration.ofMinutes(1));
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(script.changes).contains("inner_retry REVERTED", "f_retry REVERTED");
        }
    }

    private static long ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("windlass-"))
                .count();
    }

    @Test
    void waitingHoldsNoThread() {
        int flows = 300;
        long before = ours();
        RunThreads threads = new RunThreads(1);
        List<Engine> engines = new ArrayList<>();
        List<CompletableFuture<FlowState>> ends = new ArrayList<>();
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            for (int i = 0; i < flows; i++) {
                Engine engine = Engine.builder(LinearFlow.named("f")
                                .add(script.failing("b").attempts(Attempts.of(2).waiting(AN_HOUR))))
                        .persistence(store)
                        .executor(executor)
                        .threads(threads)
                        .build();
                engines.add(engine);
                ends.add(engine.start());
            }
            engines.forEach(engine -> awaitWaiting(engine, "b"));
            assertThat(ours() - before).isLessThan(flows / 10);
            engines.forEach(Engine::suspend);
            assertThat(ends).allSatisfy(end -> assertThat(end.join()).isEqualTo(FlowState.SUSPENDED));
        } finally {
            threads.close();
        }
    }
}
