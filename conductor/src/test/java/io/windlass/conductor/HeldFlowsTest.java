package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Backoff;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.engine.By;
import io.windlass.engine.Operations;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobState;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Takeover;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs whose flows wait for people: they stay on the board, and no conductor goes on with the flow by itself. */
@Timeout(120)
class HeldFlowsTest {
    private static final int LONG = 1_000;
    private static final int MILLIS = 10;
    private static final By BY = new By("alice", "a test");

    private final MemoryProcesses here = new MemoryProcesses();
    private final CountDownLatch hurry = new CountDownLatch(1);
    private final AtomicInteger after = new AtomicInteger();
    private final AtomicBoolean reverts = new AtomicBoolean();
    private final AtomicInteger reverted = new AtomicInteger();
    private final Operations operations = Operations.on(here.poster);

    HeldFlowsTest() {
        here.factories
                .register("long", args -> longFlow())
                .register(
                        "stuck",
                        args -> LinearFlow.named("stuck").add(new Sticky(this).named("sticky"), new Failing(this)));
    }

    @AfterEach
    void close() {
        here.close();
    }

    /** Takes its time, so that a suspension gets there before the end, until it need not any more. */
    private LinearFlow longFlow() {
        LinearFlow flow = LinearFlow.named("long");
        for (int i = 0; i < LONG; i++) {
            flow.add(Tasks.of("task" + i, () -> hurry.await(MILLIS, TimeUnit.MILLISECONDS)));
        }
        return flow.add(Tasks.of("after", after::incrementAndGet));
    }

    /** Has a job posted and its flow suspended by somebody. */
    private Job suspended() {
        Job job = here.post(FlowJob.posting("long", Map.of()));
        here.awaitEvent(job, Kind.RUNNING_START);
        await().atMost(Processes.LONG)
                .until(() -> here.poster.loadRecord(job.id()).isPresent());
        FlowOperation suspension = operations.suspend(job.id(), BY);
        assertThat(operations.await(suspension, Processes.LONG).status()).isEqualTo(FlowOperation.Status.DONE);
        hurry.countDown();
        return job;
    }

    static final class Sticky extends Task {
        private final HeldFlowsTest test;

        Sticky(HeldFlowsTest test) {
            this.test = test;
        }

        public String execute() {
            return "done";
        }

        public void revert() {
            test.reverted.incrementAndGet();
            if (!test.reverts.get()) {
                throw new IllegalStateException("planted");
            }
        }
    }

    static final class Failing extends Task {
        private final HeldFlowsTest test;

        Failing(HeldFlowsTest test) {
            this.test = test;
        }

        public String execute() {
            if (test.reverted.get() == 0) {
                throw new IllegalStateException("planted");
            }
            return "done";
        }
    }

    private Processes.Running start() {
        return here.start(settings -> settings.engines(engine -> engine.park(true)));
    }

    private FlowState stateOf(UUID flow) {
        return here.poster.loadRecord(flow).map(FlowRecord::state).orElseThrow();
    }

    /** Waits until conductors have looked at it again, a few times, and left it alone. */
    private void awaitLeftAlone(Job job) {
        await().atMost(Processes.LONG)
                .untilAsserted(() -> assertThat(here.events)
                        .filteredOn(event -> event.job().equals(job) && event.kind() == Kind.JOB_ABANDONED)
                        .filteredOn(event -> String.valueOf(event.reason()).contains("waits for people"))
                        .hasSizeGreaterThan(2));
    }

    @Test
    void aParkedFlowIsNotRunAgainBeforeSomebodyHasDealtWithIt() throws Exception {
        start();
        Job job = here.post(FlowJob.posting("stuck", Map.of()));
        awaitLeftAlone(job);
        assertThat(stateOf(job.id())).isEqualTo(FlowState.SUSPENDED);
        assertThat(reverted).hasValue(1);

        reverts.set(true);
        FlowOperation retry = operations.await(operations.retry(job.id(), "sticky", BY), Duration.ofSeconds(60));

        assertThat(retry.status()).isEqualTo(FlowOperation.Status.DONE);
        Processes.awaitDone(job);
        assertThat(stateOf(job.id())).isEqualTo(FlowState.REVERTED);
        assertThat(reverted).hasValue(2);
        assertThat(here.trashed()).isEmpty();
    }

    @Test
    void aFlowThatSomebodySuspendedIsLeftUntilItIsResumed() throws Exception {
        start();
        Job job = suspended();
        awaitLeftAlone(job);
        assertThat(after).hasValue(0);
        assertThat(job.state()).isNotEqualTo(JobState.COMPLETE);

        operations.resume(job.id(), BY);

        Processes.awaitDone(job);
        assertThat(stateOf(job.id())).isEqualTo(FlowState.SUCCESS);
        assertThat(after).hasValue(1);
    }

    @Test
    void whatIsResumedIsRunByWhoeverTakesItOverFirst() throws Exception {
        here.start(settings -> settings.pauses(Backoff.fixed(Duration.ofHours(1))));
        Job job = suspended();
        await().atMost(Processes.LONG)
                .until(() -> here.poster
                        .ownershipOf(job.id())
                        .flatMap(FlowOwnership::owner)
                        .isEmpty());
        Processes.Running other = here.start();
        operations.resume(job.id(), BY);

        await().atMost(Processes.LONG)
                .until(() -> other.store().takeOver(here.factories.names(), 10).stream()
                        .map(Takeover::flows)
                        .anyMatch(flows -> flows.contains(job.id())));
        other.conductor().adopt(job.id());

        await().atMost(Processes.LONG).until(() -> stateOf(job.id()) == FlowState.SUCCESS);
        assertThat(after).hasValue(1);
    }
}
