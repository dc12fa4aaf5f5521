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
import io.windlass.state.FlowState;
import java.util.List;
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
    void aTaskOfWorkersFailsHereAndSaysWhatToDo() {
        Engine engine = Engine.builder(LinearFlow.named("f").add(RemoteTask.of("notify.owner")))
                .build();
        assertThatThrownBy(engine::run).hasMessageContaining("notify.owner").hasMessageContaining("remote executor");
    }
}
