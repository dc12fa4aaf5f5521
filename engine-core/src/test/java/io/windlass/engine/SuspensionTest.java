package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Runs that are asked to stop, when they run and when they do not. */
class SuspensionTest {
    private final Script script = new Script();
    private final MemoryPersistence store = new MemoryPersistence();

    private Engine engine(Flow flow) {
        return Engine.builder(flow).persistence(store).listener(script).build();
    }

    private static void suspendAt(Engine engine, String atom, AtomState state) {
        engine.notifier().register(new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                if (change.atom().equals(atom) && change.to() == state) {
                    engine.suspend();
                }
            }
        });
    }

    @Test
    void whatDoesNotRunIsNotSuspended() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        engine.suspend();
        assertThat(engine.state()).isEqualTo(FlowState.PENDING);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        engine.suspend();
        assertThat(engine.state()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).doesNotContain("SUSPENDING");
    }

    @Test
    void suspensionThatFindsNothingLeftToDoIsTheEnd() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a")));
        suspendAt(engine, "a", AtomState.RUNNING);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).endsWith("SUSPENDING", "a SUCCESS", "SUCCESS");
    }

    @Test
    void undoingIsSuspendedAndGoneOnWithAndRaisesInTheEnd() {
        Engine engine = engine(LinearFlow.named("f").add(script.task("a"), script.task("b"), script.failing("c")));
        suspendAt(engine, "c", AtomState.REVERTED);
        assertThat(engine.run()).isEqualTo(FlowState.SUSPENDED);
        assertThat(script.calls).containsExactly("a", "b", "c", "-c");
        assertThat(Script.failuresOf(engine)).containsExactly("c fails");
        assertThat(script.calls).containsExactly("a", "b", "c", "-c", "-b", "-a");
    }

    @Test
    void decidersAreAskedAboutWhatBecomesReadyMeanwhile() {
        Task a = script.task("a");
        Task b = script.task("b");
        Engine engine = engine(GraphFlow.named("f").add(a, b).link(a, b, results -> false));
        suspendAt(engine, "a", AtomState.RUNNING);
        assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
        assertThat(script.changes).containsSubsequence("SUSPENDING", "a SUCCESS", "b IGNORE", "SUCCESS");
    }

    @Test
    void whatNobodyHasBegunIsTakenBack() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Task first = Tasks.of("first", List.of(), given -> {
            script.calls.add("first");
            running.countDown();
            go.await();
            return "done";
        });
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            Engine engine = Engine.builder(UnorderedFlow.named("f")
                            .add(first.priority(1), script.task("second"), script.task("third")))
                    .persistence(store)
                    .listener(script)
                    .executor(executor)
                    .build();
            CompletableFuture<FlowState> end = engine.start();
            running.await();
            engine.suspend();
            assertThat(script.changes).contains("second RUNNING");
            await().until(() -> script.changes.contains("SUSPENDING"));
            go.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
            assertThat(script.calls).containsExactly("first");
            assertThat(store.load(engine.id()).orElseThrow().atoms())
                    .extracting(atom -> atom.name() + " " + atom.state())
                    .containsExactlyInAnyOrder("first SUCCESS", "second PENDING", "third PENDING");
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            assertThat(script.calls).containsExactlyInAnyOrder("first", "second", "third");
        }
    }
}
