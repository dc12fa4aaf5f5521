package io.windlass.engine;

import static io.windlass.atom.Input.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.FewInFlight;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.execution.TaskRequest;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More is ready than the executor wants. */
@Timeout(60)
class BacklogTest {
    private static final int TASKS = 6;

    private final MemoryPersistence store = new MemoryPersistence();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        store.close();
    }

    /** Never answers, and its requests outlive it. */
    private static final class Silent implements TaskExecutor {
        private final int most;
        private final List<TaskRequest> requests = new CopyOnWriteArrayList<>();

        Silent(int most) {
            this.most = most;
        }

        @Override
        public Session open(UUID flow, OutcomeListener listener) {
            return new Session() {
                @Override
                public void submit(List<TaskRequest> batch) {
                    requests.addAll(batch);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean outlivesProcess() {
            return true;
        }

        @Override
        public int mostInFlight() {
            return most;
        }

        @Override
        public void close() {}

        List<String> atoms() {
            return requests.stream().map(request -> request.name().atom()).toList();
        }
    }

    private EngineBuilder engine(UnorderedFlow flow, TaskExecutor executor) {
        return Engine.builder(flow).persistence(store).executor(executor);
    }

    private static UnorderedFlow remote() {
        return flow(i -> RemoteTask.of("test.t"));
    }

    private static UnorderedFlow flow(IntFunction<Task> task) {
        UnorderedFlow flow = UnorderedFlow.named("f");
        IntStream.range(0, TASKS).forEach(i -> flow.add(task.apply(i).named("t" + i)));
        return flow;
    }

    /** Waits at the gate, and then fails if it is the one that is named. */
    private Task local(int number, String failing) {
        return Tasks.of("t", context(), context -> {
                    begun.add(context.request().atom());
                    gate.await();
                    if (context.request().atom().equals(failing)) {
                        throw new IllegalStateException("no");
                    }
                    return number;
                })
                .revertedBy((outcome, failures, given) -> begun.add("undo t" + number));
    }

    private static FewInFlight oneAtATime() {
        return new FewInFlight(ParallelExecutor.ofThreads(TASKS), 1);
    }

    private List<String> stored(Engine engine) {
        return store.load(engine.id()).orElseThrow().atoms().stream()
                .filter(atom -> atom.state() != AtomState.PENDING)
                .map(StoredAtom::name)
                .toList();
    }

    @Test
    void soManyAreStartedAndTheOthersStayPending() {
        Silent executor = new Silent(2);
        Engine engine = engine(remote(), executor).build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> executor.requests.size() == 2);
        await().until(() -> engine.statistics().awaiting() == TASKS - 2);
        assertThat(engine.statistics().incomplete()).isEqualTo(2);
        assertThat(stored(engine)).containsExactlyInAnyOrder("t0", "t1");
        assertThat(end).isNotDone();
    }

    @Test
    void typesVersionsAndPrioritiesDoNotWaitForEachOther() {
        Silent executor = new Silent(2);
        UnorderedFlow flow = remote();
        flow.add(RemoteTask.of("test.other").named("other"));
        flow.add(RemoteTask.of("test.t").version("2.0").named("newer"));
        flow.add(RemoteTask.of("test.t").named("urgent").priority(1));
        Engine engine = engine(flow, executor).build();
        CompletableFuture<FlowState> end = engine.start();
        await().until(() -> engine.statistics().awaiting() == TASKS - 2);
        assertThat(executor.atoms()).containsExactlyInAnyOrder("urgent", "t0", "t1", "other", "newer");
        assertThat(end).isNotDone();
    }

    @Test
    void eachThatWaitsStartsWhenItIsItsTurn() {
        gate.countDown();
        try (FewInFlight executor = oneAtATime()) {
            assertThat(engine(flow(i -> local(i, "none")), executor).build().run())
                    .isEqualTo(FlowState.SUCCESS);
        }
        assertThat(begun).containsExactly("t0", "t1", "t2", "t3", "t4", "t5");
    }

    @Test
    void whatWaitsWhenAnotherFailsIsNeverStarted() {
        gate.countDown();
        try (FewInFlight executor = oneAtATime()) {
            Engine engine = engine(flow(i -> local(i, "t2")), executor).build();
            assertThatThrownBy(engine::run).isInstanceOf(FlowFailedException.class);
            assertThat(engine.state()).isEqualTo(FlowState.REVERTED);
            assertThat(begun.subList(0, 3)).containsExactly("t0", "t1", "t2");
            assertThat(begun.subList(3, begun.size())).containsExactlyInAnyOrder("undo t0", "undo t1", "undo t2");
            assertThat(stored(engine)).containsExactlyInAnyOrder("t0", "t1", "t2");
        }
    }

    @Test
    void aSuspensionDoesNotWaitForWhatIsNotStarted() {
        try (FewInFlight executor = oneAtATime()) {
            Engine engine = engine(flow(i -> local(i, "none")), executor).build();
            CompletableFuture<FlowState> end = engine.start();
            await().until(() -> begun.size() == 1);
            engine.suspend();
            gate.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUSPENDED);
            assertThat(begun).containsExactly("t0");
            assertThat(engine.run()).isEqualTo(FlowState.SUCCESS);
            assertThat(begun).containsExactly("t0", "t1", "t2", "t3", "t4", "t5");
        }
    }

    @Test
    void whatIsStoredAsStartedIsHandedOverWhateverTheExecutorWants() {
        Silent dead = new Silent(TASKS);
        Engine first = engine(remote(), dead).build();
        CompletableFuture<FlowState> abandoned = first.start();
        await().until(() -> dead.requests.size() == TASKS);

        Silent executor = new Silent(2);
        CompletableFuture<FlowState> resumed = engine(remote(), executor)
                .resume(store.load(first.id()).orElseThrow())
                .build()
                .start();
        await().until(() -> executor.requests.size() == TASKS);
        assertThat(executor.requests).allMatch(TaskRequest::reissued);
        assertThat(List.of(abandoned, resumed)).noneMatch(CompletableFuture::isDone);
    }
}
