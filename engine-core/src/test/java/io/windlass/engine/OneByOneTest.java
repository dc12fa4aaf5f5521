package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.BodyListener;
import io.windlass.atom.DeciderDepth;
import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskInvoker;
import io.windlass.execution.TaskOutcome;
import io.windlass.execution.TaskRequest;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.retry.Decision;
import io.windlass.retry.Times;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;

/** Flows whose tasks run at the same time, each outcome coming by itself, end as they do one after the other. */
class OneByOneTest {
    private final Script script = new Script();

    /** Runs each task on a thread of its own. */
    private static final class Parallel implements TaskExecutor {
        private final ExecutorService threads = Executors.newCachedThreadPool();

        @Override
        public Session open(UUID flow, OutcomeListener listener) {
            return new Session() {
                @Override
                public void submit(List<TaskRequest> batch) {
                    batch.forEach(request -> threads.execute(() -> listener.completed(List.of(run(request)))));
                }

                @Override
                public void close() {}
            };
        }

        private static TaskOutcome run(TaskRequest request) {
            TaskInvoker.Result result = TaskInvoker.invoke(
                    request.task(),
                    request.name().action(),
                    request.arguments(),
                    request.previous(),
                    request.failures(),
                    TaskContext.here(request.name(), BodyListener.NONE));
            return new TaskOutcome(request.name(), result.value(), result.failure(), null, null, () -> {});
        }

        @Override
        public boolean outlivesProcess() {
            return false;
        }

        @Override
        public void close() {
            threads.shutdown();
        }
    }

    private Flow flow(Decision giveUp) {
        Task first = script.task("first");
        Task skipped = script.task("skipped");
        UnorderedFlow side = UnorderedFlow.named("side");
        for (int i = 0; i < 4; i++) {
            side.add(LinearFlow.named("line" + i, new Times(3).provides("round"))
                    .add(script.task("a" + i), script.failingBefore(3, "b" + i)));
        }
        return LinearFlow.named("f", new Times(2, giveUp).provides("outer"))
                .add(
                        side,
                        GraphFlow.named("g")
                                .add(first, skipped)
                                .link(first, skipped, results -> false, DeciderDepth.ATOM),
                        UnorderedFlow.named("ends").add(script.failing("x"), script.task("y"), script.failing("z")));
    }

    private Map<String, String> endOf(EngineBuilder builder, MemoryPersistence store) {
        Engine engine = builder.persistence(store).build();
        assertThat(Script.failuresOf(engine)).containsExactlyInAnyOrder("x fails", "z fails");
        return Script.told(store.load(engine.id()).orElseThrow());
    }

    @RepeatedTest(20)
    void endsAsOneAfterTheOther() {
        try (MemoryPersistence store = new MemoryPersistence();
                Parallel parallel = new Parallel()) {
            Map<String, String> serial = endOf(Engine.builder(flow(Decision.REVERT)), store);
            assertThat(endOf(Engine.builder(flow(Decision.REVERT)).executor(parallel), store))
                    .isEqualTo(serial);
        }
    }

    /** Suspends the run at each seventh change. */
    private static final class Interrupting implements FlowListener {
        private final AtomicReference<Engine> engine = new AtomicReference<>();
        private final AtomicInteger changes = new AtomicInteger();

        @Override
        public void flowChanged(FlowChanged change) {
            changed();
        }

        @Override
        public void atomChanged(AtomChanged change) {
            changed();
        }

        private void changed() {
            if (changes.incrementAndGet() % 7 == 0) {
                Objects.requireNonNull(engine.get()).suspend();
            }
        }
    }

    @RepeatedTest(20)
    void suspendedAgainAndAgainEndsAsWithoutThat() {
        try (MemoryPersistence store = new MemoryPersistence();
                Parallel parallel = new Parallel()) {
            Map<String, String> whole = endOf(Engine.builder(flow(Decision.REVERT_ALL)), store);
            Interrupting interrupting = new Interrupting();
            Engine engine = Engine.builder(flow(Decision.REVERT_ALL))
                    .persistence(store)
                    .executor(parallel)
                    .listener(interrupting)
                    .build();
            interrupting.engine.set(engine);
            int runs = 0;
            while (!engine.state().isTerminal()) {
                Script.failuresOf(engine);
                runs++;
            }
            assertThat(runs).isGreaterThan(5);
            assertThat(Script.told(store.load(engine.id()).orElseThrow())).isEqualTo(whole);
        }
    }
}
