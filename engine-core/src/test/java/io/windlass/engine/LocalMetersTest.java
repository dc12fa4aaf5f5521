package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.atom.Tasks;
import io.windlass.execution.ParallelExecutor;
import io.windlass.execution.SerialExecutor;
import io.windlass.execution.TaskExecutor;
import io.windlass.failure.FlowFailedException;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalMetersTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @TaskType("test.resize")
    static final class Resize extends Task {
        public String execute() {
            return "resized";
        }
    }

    private static Task failing() {
        return Tasks.of("failing", List.of(), inputs -> {
            throw new IllegalStateException("no");
        });
    }

    private static Engine engine(Flow flow, TaskExecutor executor) {
        return Engine.builder(flow).executor(executor).build();
    }

    private long runs(String type, String action, String outcome) {
        return registry.get("windlass.task.run")
                .tags("type", type, "action", action, "outcome", outcome)
                .timer()
                .count();
    }

    @Test
    void bodiesAreTimedByTypeActionAndOutcome() {
        try (TaskExecutor executor = new SerialExecutor().meters(registry)) {
            Engine engine = engine(
                    LinearFlow.named("f").add(new Resize().named("a"), new Resize().named("b"), failing()), executor);
            assertThatThrownBy(engine::run).isInstanceOf(FlowFailedException.class);
        }
        assertThat(runs("test.resize", "execute", "success")).isEqualTo(2);
        assertThat(runs("test.resize", "revert", "success")).isEqualTo(2);
        assertThat(runs("lambda", "execute", "failure")).isEqualTo(1);
        assertThat(registry.get("windlass.task.wait")
                        .tag("type", "test.resize")
                        .timer()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void whatWaitsAndWhatRunsIsInFlight() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Task first = Tasks.of("first", List.of(), inputs -> {
            started.countDown();
            return gate.await(30, TimeUnit.SECONDS);
        });
        Task second = Tasks.of("second", List.of(), inputs -> true);
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1).meters(registry)) {
            CompletableFuture<FlowState> end = engine(UnorderedFlow.named("f").add(first, second), executor)
                    .start();
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(inFlight()).isEqualTo(2);
            gate.countDown();
            assertThat(end.join()).isEqualTo(FlowState.SUCCESS);
            assertThat(inFlight()).isZero();
            assertThat(registry.get("windlass.task.wait").timer().max(TimeUnit.NANOSECONDS))
                    .isPositive();
        }
        assertThat(registry.find("windlass.requests.inflight").gauge())
                .as("after the close")
                .isNull();
    }

    private double inFlight() {
        return registry.get("windlass.requests.inflight")
                .tag("executor", "local")
                .gauge()
                .value();
    }

    @Test
    void aRegistryThatFailsCostsNoFlowItsEnd() {
        try (ParallelExecutor executor = ParallelExecutor.ofThreads(1).meters(registry)) {
            registry.config().meterFilter(new MeterFilter() {
                @Override
                public io.micrometer.core.instrument.Meter.Id map(io.micrometer.core.instrument.Meter.Id id) {
                    throw new IllegalStateException("not this one");
                }
            });
            assertThat(engine(LinearFlow.named("f").add(new Resize()), executor).run())
                    .isEqualTo(FlowState.SUCCESS);
        }
    }
}
