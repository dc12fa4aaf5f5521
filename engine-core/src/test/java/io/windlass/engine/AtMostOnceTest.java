package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Attempts;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.FlowFailedException;
import io.windlass.failure.MayHaveRunException;
import io.windlass.flow.LinearFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that run at most once, in the engine's own process. */
@Timeout(60)
class AtMostOnceTest {
    private final MemoryStore store = new MemoryStore();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger starts = new AtomicInteger();

    @AfterEach
    void letGo() {
        gate.countDown();
    }

    private Task body(String name) {
        return Tasks.of(name, List.of(), given -> {
            starts.incrementAndGet();
            gate.await();
            return name;
        });
    }

    /** What a process leaves that dies while the task runs: RUNNING is stored. */
    private Engine resumedAfterACrash(Task task, TaskExecutor executor) {
        MemoryPersistence dead = new MemoryPersistence(store);
        Engine engine = Engine.builder(LinearFlow.named("f").add(task))
                .persistence(dead)
                .executor(ParallelExecutor.ofThreads(1))
                .build();
        CompletableFuture<FlowState> lost = engine.start();
        await().until(() -> starts.get() == 1);
        store.freeze(dead.owner());
        MemoryPersistence successor = new MemoryPersistence(store);
        assertThat(successor.takeOver(10)).hasSize(1);
        assertThat(lost).isNotDone();
        return Engine.builder(LinearFlow.named("f").add(task))
                .resume(successor.load(engine.id()).orElseThrow())
                .persistence(successor)
                .executor(executor)
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatMayHaveBegunInADeadProcessIsNotBegunAgain(boolean serial) {
        try (TaskExecutor executor = serial ? new SerialExecutor() : ParallelExecutor.ofThreads(2)) {
            Engine engine = resumedAfterACrash(body("once").atMostOnce(), executor);
            assertThatThrownBy(engine::run)
                    .isInstanceOf(FlowFailedException.class)
                    .cause()
                    .isInstanceOf(MayHaveRunException.class)
                    .hasMessageContaining("once/execute/1/1 may have run");
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(starts).hasValue(1);
        }
    }

    @Test
    void byDefaultItIsBegunAgain() {
        try (TaskExecutor executor = ParallelExecutor.ofThreads(2)) {
            Engine engine = resumedAfterACrash(body("often"), executor);
            CompletableFuture<FlowState> end = engine.start();
            await().until(() -> starts.get() == 2);
            gate.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
        }
    }

    @Test
    void aResetBeginsAnotherRound() {
        gate.countDown();
        Engine engine = Engine.builder(LinearFlow.named("f").add(body("once").atMostOnce()))
                .build();
        engine.run();
        engine.reset();
        engine.run();
        assertThat(starts).hasValue(2);
    }

    @Test
    void itCannotBeTriedAgainAsWell() {
        assertThatThrownBy(() -> body("t").atMostOnce().attempts(Attempts.of(2)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("at most once");
        assertThatThrownBy(() -> body("t").attempts(Attempts.of(2)).atMostOnce())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("retry controller");
        assertThat(body("t").attempts(Attempts.of(1)).atMostOnce().isAtMostOnce())
                .isTrue();
        assertThat(body("t").isAtMostOnce()).isFalse();
    }
}
