package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.persistence.FlowRecord;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConductorTest {
    private final MemoryProcesses here = new MemoryProcesses();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        here.close();
    }

    private FlowState stateOf(Job job) {
        return here.poster.loadRecord(job.id()).map(FlowRecord::state).orElseThrow();
    }

    @Test
    void aJobThatNamesAFactoryIsRunAndConsumed() throws Exception {
        here.factories.register(
                "count",
                args -> LinearFlow.named("count")
                        .add(Tasks.of("one", () -> runs.addAndGet(args.get("by", Integer.class)))));
        Processes.Running conductor = here.start();
        Job job = here.post(FlowJob.posting("count", Map.of("by", 3)));
        Processes.awaitDone(job);
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(runs).hasValue(3);
        assertThat(stateOf(job)).isEqualTo(FlowState.SUCCESS);
        conductor.conductor().stop();
        conductor.join();
        assertThat(here.kinds(job))
                .isEqualTo(List.of(
                        Kind.COMPILATION_START,
                        Kind.COMPILATION_END,
                        Kind.PREPARATION_START,
                        Kind.PREPARATION_END,
                        Kind.VALIDATION_START,
                        Kind.VALIDATION_END,
                        Kind.RUNNING_START,
                        Kind.RUNNING_END,
                        Kind.JOB_CONSUMED));
    }
}
