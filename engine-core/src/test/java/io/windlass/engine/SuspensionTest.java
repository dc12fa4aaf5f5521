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

    /** Runs until somebody lets it go on, and tells that it runs. */
    private static final class Latched {
        private final CountDownLatch runs = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        void run() throws InterruptedException {
            runs.countDown();
            go.await();
        }
    }

    @Test
    void whatNobodyHasBegunIsTakenBack() throws Exception {
        Latched first = new Latched();
        Latched second = new Latched();
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            Engine engine = Engine.builder(UnorderedFlow.named("f")
                            .add(
                                    Tasks.of("first", List.of(), given -> {
                                        first.run();
                                        return script.calls.add("first");
                                    }),
                                    Tasks.of("second", List.of(), given -> {
                                        second.run();
                                        return script.calls.add("second");
                                    }),
                                    script.task("third")))
                    .persistence(store)
                    .listener(script)
                    .executor(executor)
                    .build();
            CompletableFuture<FlowState> end = engine.start();
            first.runs.await();
            engine.suspend();
            first.go.countDown();
            await().until(() -> script.changes.contains("third PENDING"));
            second.go.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
            assertThat(store.load(engine.id()).orElseThrow().atoms())
                    .extracting(atom -> atom.name() + " " + atom.state())
                    .contains("first SUCCESS", "third PENDING");
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            assertThat(script.calls).containsExactly("first", "second", "third");
        }
    }

    @Test
    void undoingThatWasHandedOutIsFinished() throws Exception {
        Latched first = new Latched();
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1)) {
            Flow done = UnorderedFlow.named("g").add(undoneBy("a", first).priority(3), script.task("b"));
            Engine engine = Engine.builder(LinearFlow.named("f").add(script.task("z"), done, script.failing("d")))
                    .persistence(store)
                    .listener(script)
                    .executor(executor)
                    .build();
            CompletableFuture<FlowState> end = engine.start();
            first.runs.await();
            engine.suspend();
            first.go.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
            assertThat(script.calls).endsWith("-d", "-a", "-b");
            assertThat(Script.failuresOf(engine)).containsExactly("d fails");
            assertThat(script.calls).endsWith("-b", "-z");
        }
    }

    private Task undoneBy(String name, Latched latched) {
        return Tasks.of(name, List.of(), given -> name, (outcome, failures, given) -> {
            latched.run();
            script.calls.add("-" + name);
        });
    }
}
