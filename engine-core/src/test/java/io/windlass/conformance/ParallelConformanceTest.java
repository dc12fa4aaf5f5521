package io.windlass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.execution.FewInFlight;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Replays the recorded flows with tasks that run at the same time. */
class ParallelConformanceTest {
    private static final int TIMES = 3;

    /** More than are ever ready together: nothing waits for a thread, to be taken back when a run is suspended. */
    private static final int AT_ONCE = 64;

    @Test
    void endsAsTaskFlowDidWhereOrderDoesNotMatter() throws IOException {
        try (RunThreads threads = new RunThreads(2);
                MemoryPersistence persistence = new MemoryPersistence();
                ParallelExecutor executor = ParallelExecutor.ofThreads(AT_ONCE)) {
            Replay.Setting setting = new Replay.Setting(threads, persistence, executor);
            Tally tally = new Tally("the parallel executor", TIMES);
            Cases.read().forEach(recorded -> tally.count(recorded, setting, ScriptedTasks::new));
            assertThat(tally.report()).isEmpty();
        }
    }

    @Test
    void soItDoesWhereReadyTasksWaitForEachOther() throws IOException {
        try (RunThreads threads = new RunThreads(2);
                MemoryPersistence persistence = new MemoryPersistence();
                TaskExecutor executor = new FewInFlight(ParallelExecutor.ofThreads(AT_ONCE), 1)) {
            Replay.Setting setting = new Replay.Setting(threads, persistence, executor);
            Tally tally = new Tally("the parallel executor, one task at a time", 1);
            Cases.read().forEach(recorded -> tally.count(recorded, setting, ScriptedTasks::new));
            assertThat(tally.report()).isEmpty();
        }
    }
}
