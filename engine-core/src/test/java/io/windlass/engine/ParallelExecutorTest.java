package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.RemoteTask;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.failure.InvalidStateException;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.notify.FlowListener;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelExecutorTest {
    private static final int AT_ONCE = 3;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final CyclicBarrier together = new CyclicBarrier(AT_ONCE);

    private Task meeting(String name) {
        return Tasks.of(name, List.of(), inputs -> together.await(30, TimeUnit.SECONDS));
    }

    private void runTogether(ParallelExecutor executor) {
        try (executor) {
            UnorderedFlow flow = UnorderedFlow.named("meeting").add(meeting("a"), meeting("b"), meeting("c"));
            assertThat(Engine.builder(flow).executor(executor).build().run()).isEqualTo(FlowState.SUCCESS);
        }
    }

    @Test
    void independentTasksRunAtOnce() {
        runTogether(ParallelExecutor.ofThreads(AT_ONCE));
    }

    @Test
    void virtualThreadsAreUsedWhereThereAreAnyAndElseRefusedByName() {
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            runTogether(ParallelExecutor.ofVirtualThreads());
        } else {
            assertThatThrownBy(ParallelExecutor::ofVirtualThreads)
                    .isInstanceOf(InvalidStateException.class)
                    .hasMessageContaining("21")
                    .hasMessageContaining("ofThreads");
        }
    }

    @Test
    void listenersHearOfProgressBetweenStartAndEnd() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch toldOf = new CountDownLatch(1);
        FlowListener listener = new FlowListener() {
            @Override
            public void atomChanged(AtomChanged change) {
                heard.add(change.to().name());
            }

            @Override
            public void progressed(Progressed progress) {
                heard.add(progress.atom() + " " + progress.fraction());
                toldOf.countDown();
            }
        };
        Task telling = Tasks.of("telling", List.of(), inputs -> {
            inputs.context().progress(7);
            return toldOf.await(30, TimeUnit.SECONDS);
        });
        assertThat(Engine.builder(LinearFlow.named("f").add(telling))
                        .listener(listener)
                        .build()
                        .run())
                .isEqualTo(FlowState.SUCCESS);
        assertThat(heard).containsExactly("RUNNING", "telling 1.0", "SUCCESS");
    }

    @Test
    void aTaskOfWorkersFailsHereAndSaysWhatToDo() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(RemoteTask.of("notify.owner")))
                .build();
        assertThatThrownBy(engine::run).hasMessageContaining("notify.owner").hasMessageContaining("remote executor");
    }
}
