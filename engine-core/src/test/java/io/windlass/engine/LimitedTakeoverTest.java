package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.Failure;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.FlowTimeoutException;
import io.windlass.failure.TaskTimeoutException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines of processes that are gone: their successors keep them, whatever they are told themselves. */
@Timeout(60)
class LimitedTakeoverTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final MemoryStore store = new MemoryStore(now::get);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger reverts = new AtomicInteger();
    private final List<ParallelExecutor> executors = new ArrayList<>();
    private MemoryPersistence process = new MemoryPersistence(store);

    @AfterEach
    void letGo() {
        gate.countDown();
        executors.forEach(ParallelExecutor::close);
    }

    private EngineBuilder builder() {
        Task endless = Tasks.of(
                "a",
                List.of(),
                given -> {
                    starts.incrementAndGet();
                    gate.await();
                    return "a";
                },
                (outcome, failures, given) -> reverts.incrementAndGet());
        executors.add(ParallelExecutor.ofThreads(1));
        return Engine.builder(LinearFlow.named("f").add(endless))
                .persistence(process)
                .executor(executors.get(executors.size() - 1));
    }

    private Engine started(UnaryOperator<EngineBuilder> limit) {
        Engine engine = limit.apply(builder()).build();
        CompletableFuture<FlowState> unused = engine.start();
        await().until(() -> starts.get() == 1);
        return engine;
    }

    /** The process freezes; {@return its flow, as its successor has it then} */
    private Engine takenOver(Engine dead, Instant then) {
        store.freeze(process.owner());
        now.set(then);
        process = new MemoryPersistence(store);
        assertThat(process.takeOver(1)).hasSize(1);
        return builder().resume(process.load(dead.id()).orElseThrow()).build();
    }

    private static List<Failure> failuresOf(Engine engine) {
        try {
            throw new AssertionError("the flow ended " + engine.run());
        } catch (FlowFailedException e) {
            return e.failures();
        }
    }

    @Test
    void aTasksDeadlineIsKept() {
        Engine first = started(builder -> builder.taskTimeout(AN_HOUR));
        assertThat(process.loadAtom(first.id(), "a").orElseThrow().deadline()).isEqualTo(NOON.plus(AN_HOUR));

        Engine second = takenOver(first, NOON.plus(Duration.ofMinutes(40)));
        CompletableFuture<FlowState> unused = second.start();
        await().until(() -> starts.get() == 2); // an executor of this process knows nothing of the run before
        assertThat(process.loadAtom(first.id(), "a").orElseThrow().deadline()).isEqualTo(NOON.plus(AN_HOUR));

        Engine third = takenOver(first, NOON.plus(AN_HOUR));
        assertThat(failuresOf(third)).hasSize(1).allMatch(failure -> failure.is(TaskTimeoutException.class));
        assertThat(third.state()).isEqualTo(FlowState.REVERTED);
        assertThat(starts).hasValue(2); // it was not started once more
        assertThat(reverts).hasValue(1);
    }

    @Test
    void aFlowsDeadlineIsKept() {
        Engine first = started(builder -> builder.timeout(AN_HOUR));
        Engine second = takenOver(first, NOON.plus(Duration.ofMinutes(40)));
        CompletableFuture<FlowState> unused = second.start();
        await().until(() -> starts.get() == 2);
        assertThat(process.loadRecord(first.id()).orElseThrow().deadline()).isEqualTo(NOON.plus(AN_HOUR));

        Engine third = takenOver(first, NOON.plus(AN_HOUR));
        assertThat(failuresOf(third)).allMatch(failure -> failure.is(FlowTimeoutException.class));
        assertThat(third.state()).isEqualTo(FlowState.REVERTED);
        assertThat(starts).hasValue(2);
        assertThat(reverts).hasValue(1);
    }

    @Test
    void whoeverGoesOnUndoingTellsWhyItWasGivenUp() {
        CountDownLatch undone = new CountDownLatch(1);
        AtomicInteger undoing = new AtomicInteger();
        LinearFlow flow = LinearFlow.named("f")
                .add(
                        Tasks.of("a", List.of(), given -> "a", (outcome, failures, given) -> {
                            if (undoing.incrementAndGet() == 1) {
                                undone.await();
                            }
                        }),
                        Tasks.of("b", List.of(), given -> {
                            starts.incrementAndGet();
                            gate.await();
                            return "b";
                        }));
        Engine first = Engine.builder(flow)
                .persistence(process)
                .timeout(Duration.ofMillis(100))
                .build();
        CompletableFuture<FlowState> unused = first.start();
        await().until(() -> starts.get() == 1);
        now.set(NOON.plusSeconds(1));
        await().until(() -> undoing.get() == 1);
        store.freeze(process.owner());
        MemoryPersistence successor = new MemoryPersistence(store);
        assertThat(successor.takeOver(1)).hasSize(1);
        Engine second = Engine.builder(flow)
                .persistence(successor)
                .resume(successor.load(first.id()).orElseThrow())
                .build();
        assertThat(failuresOf(second).get(0).is(FlowTimeoutException.class)).isTrue();
        undone.countDown();
    }
}
