package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Backoff;
import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.failure.InvalidStateException;
import io.windlass.failure.StorageException;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How conductors come to an end. */
@Timeout(120)
class StoppingTest {
    private final MemoryProcesses here = new MemoryProcesses();
    private final AtomicInteger runs = new AtomicInteger();
    private final Doors doors = new Doors();

    StoppingTest() {
        here.factories
                .register("count", args -> LinearFlow.named("count").add(Tasks.of("one", runs::incrementAndGet)))
                .register("door", args -> doors.flow("door"));
    }

    @AfterEach
    void close() {
        doors.open();
        here.close();
    }

    private static JobPosting posting(String factory) {
        return FlowJob.posting(factory, Map.of());
    }

    private Optional<FlowState> stateOf(Job job) {
        return here.poster.loadRecord(job.id()).map(FlowRecord::state);
    }

    @Test
    void stoppingSuspendsWhatRunsAbandonsItsJobsAndReturnsAtOnce() throws Exception {
        Processes.Running first = here.start();
        Job job = here.post(posting("door"));
        doors.awaitEntered(1);
        first.conductor().stop(); // returns, although the task is at the door
        assertThat(job.state()).isEqualTo(JobState.CLAIMED);
        Job late = here.post(posting("count"));
        doors.open();
        first.join();
        assertThat(here.awaitEvent(job, Kind.JOB_ABANDONED).reason()).contains("suspended");
        assertThat(stateOf(job)).contains(FlowState.SUSPENDED);
        assertThat(doors.after).hasValue(0);
        Processes.assertUnclaimed(job);
        Processes.assertUnclaimed(late);
        assertThat(runs).hasValue(0);

        here.start();
        Processes.awaitDone(job);
        assertThat(stateOf(job)).contains(FlowState.SUCCESS);
        assertThat(doors.entered).hasValue(1);
        assertThat(doors.after).hasValue(1);
    }

    @Test
    void anIdleConductorStopsAtOnceThoughItWaitsLong() throws Exception {
        Processes.Running idle = here.start(settings -> settings.waitTimeout(Duration.ofDays(1)));
        await().atMost(Processes.LONG).until(() -> idle.conductor().isDispatching());
        idle.conductor().stop();
        idle.join();
        assertThat(idle.conductor().isDispatching()).isFalse();
    }

    @Test
    void anIdleConductorDoesNotAskTheBoardAgainAndAgain() throws Exception {
        Persistence store = here.openStore();
        AtomicInteger asked = new AtomicInteger();
        Jobboard board = Meddler.with(Jobboard.class, here.openBoard(store), (method, call) -> {
            if (method.startsWith("claim") || method.equals("jobs")) {
                asked.incrementAndGet();
            }
            return call.make();
        });
        Processes.Running idle = here.start(here.conductor(store, board, settings -> settings), -1);
        Processes.awaitDone(here.post(posting("count")));
        Processes.awaitDone(here.post(posting("count")));
        idle.conductor().stop();
        idle.join();
        assertThat(asked).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void aStoppedConductorStaysStopped() throws Exception {
        Conductor conductor = here.conductor(settings -> settings);
        conductor.stop();
        Job job = here.post(posting("count"));
        here.start(conductor, -1).join();
        here.start(conductor, 1).join();
        Processes.assertUnclaimed(job);
    }

    @Test
    void afterSoManyDispatchesTheRunEnds() throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(here.post(posting("count")));
        }
        Conductor conductor = here.conductor(settings -> settings);
        here.start(conductor, 0).join();
        assertThat(runs).hasValue(0);
        here.start(conductor, 2).join();
        assertThat(runs).hasValue(2);
        assertThat(jobs).filteredOn(job -> job.state() == JobState.UNCLAIMED).hasSize(3);
        here.start(conductor, 3).join();
        assertThat(runs).hasValue(5);
    }

    @Test
    void aRunThatHasClaimedEnoughWaitsForItsJobs() throws Exception {
        Job job = here.post(posting("door"));
        Conductor conductor = here.conductor(settings -> settings);
        Processes.Running running = here.start(conductor, 1);
        doors.awaitEntered(1);
        await().atMost(Processes.LONG).until(() -> !conductor.isDispatching());
        assertThat(conductor.await(Duration.ofMillis(1))).isFalse();
        assertThat(running.end()).isNotDone();
        doors.open();
        assertThat(conductor.await(Processes.LONG)).isTrue();
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
    }

    @Test
    void aConductorIsRunByOneThread() throws Exception {
        Processes.Running running = here.start();
        await().atMost(Processes.LONG).until(() -> running.conductor().isDispatching());
        assertThatThrownBy(() -> running.conductor().run()).isInstanceOf(InvalidStateException.class);
        running.conductor().stop();
        assertThat(running.conductor().await(Processes.LONG)).isTrue();
    }

    @Test
    void aBoardThatIsConnectedIsUsedAndClosedWithTheConductor() throws Exception {
        Persistence store = here.openStore();
        Jobboard board = here.openBoard(store);
        board.connect();
        Conductor conductor = here.conductor(store, board, settings -> settings);
        Processes.Running running = here.start(conductor, -1);
        Processes.awaitDone(here.post(posting("count")));
        conductor.close();
        conductor.close();
        running.join();
        assertThat(board.isConnected()).isFalse();
    }

    @Test
    void aBoardThatIsClosedMeanwhileEndsTheRunWithAnError() {
        Processes.Running running = here.start();
        await().atMost(Processes.LONG).until(() -> running.conductor().isDispatching());
        running.board().close();
        assertThat(running.end())
                .failsWithin(Processes.LONG)
                .withThrowableThat()
                .withCauseInstanceOf(JobException.class)
                .withMessageContaining("was closed");
    }

    @Test
    void aBoardThatCannotBeAskedForAWhileIsAskedAgain() throws Exception {
        Persistence store = here.openStore();
        AtomicInteger asked = new AtomicInteger();
        Jobboard board = Meddler.with(Jobboard.class, here.openBoard(store), (method, call) -> {
            if (method.equals("claimNext") && asked.incrementAndGet() <= 3) {
                throw new JobException("planted");
            }
            return call.make();
        });
        here.start(here.conductor(store, board, settings -> settings), -1);
        Processes.awaitDone(here.post(posting("count")));
        assertThat(asked).hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    void whoeverInterruptsARunStopsIt() throws Exception {
        Conductor conductor = here.conductor(settings -> settings);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                conductor.run();
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });
        thread.start();
        await().atMost(Processes.LONG).until(conductor::isDispatching);
        thread.interrupt();
        assertThat(end).succeedsWithin(Processes.LONG).isInstanceOf(InterruptedException.class);
    }

    @Test
    void whatIsKeptBackAfterAFailureIsGivenUpWhenTheConductorStops() throws Exception {
        Persistence store = here.openStore();
        Conductor conductor = here.conductor(
                Meddler.with(
                        Persistence.class,
                        store,
                        (method, call) -> method.equals("save")
                                ? CompletableFuture.failedFuture(new StorageException("planted"))
                                : call.make()),
                here.openBoard(store),
                settings -> settings.pauses(Backoff.fixed(Duration.ofDays(1))));
        Processes.Running running = here.start(conductor, -1);
        Job first = here.post(posting("count"));
        here.awaitEvent(first, Kind.RUNNING_START);
        Job second = here.post(posting("count"));
        here.awaitEvent(second, Kind.RUNNING_START);
        await().atMost(Processes.LONG)
                .untilAsserted(() -> assertThat(conductor.jobsInHand()).isEqualTo(2));
        conductor.stop();
        running.join();
        Processes.assertUnclaimed(first);
        Processes.assertUnclaimed(second);
    }
}
