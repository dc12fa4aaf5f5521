package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.failure.InvalidStateException;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.JobPriority;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.listener.CaptureListener;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How jobs are claimed and run, and what is told of it. */
@Timeout(120)
class ConductorTest {
    private static final List<Kind> RUN = List.of(
            Kind.COMPILATION_START,
            Kind.COMPILATION_END,
            Kind.PREPARATION_START,
            Kind.PREPARATION_END,
            Kind.VALIDATION_START,
            Kind.VALIDATION_END,
            Kind.RUNNING_START,
            Kind.RUNNING_END,
            Kind.JOB_CONSUMED);

    private final MemoryProcesses here = new MemoryProcesses();
    private final AtomicInteger runs = new AtomicInteger();
    private final Doors doors = new Doors();

    ConductorTest() {
        here.factories
                .register(
                        "count",
                        args -> LinearFlow.named("count")
                                .add(Tasks.of("one", () -> runs.addAndGet(args.get("by", Integer.class)))))
                .register("door", args -> doors.flow("door"));
    }

    @AfterEach
    void close() {
        doors.open();
        here.close();
    }

    private static JobPosting count(int by) {
        return FlowJob.posting("count", Map.of("by", by));
    }

    @Test
    void aJobThatNamesAFactoryIsRunAndConsumed() throws Exception {
        here.start();
        Job job = here.post(count(3));
        Processes.awaitDone(job);
        assertThat(runs).hasValue(3);
        assertThat(here.poster.loadRecord(job.id()).map(FlowRecord::state)).contains(FlowState.SUCCESS);
    }

    @Test
    void whatHappensToAJobIsToldInOrder() throws Exception {
        Conductor conductor = here.start().conductor();
        Job job = here.post(count(1));
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.kinds(job)).isEqualTo(RUN);
        assertThat(here.events).allSatisfy(event -> {
            assertThat(event.flow()).isEqualTo(job.id());
            assertThat(event.conductor()).isEqualTo(conductor.who());
            assertThat(event.reason()).isNull();
        });
    }

    @Test
    void aListenerThatFailsOrHasGoneChangesNothing() throws Exception {
        Conductor conductor = here.conductor(settings -> settings);
        List<ConductorEvent> told = new ArrayList<>();
        conductor.listen(told::add).close();
        conductor.listen(event -> {
            throw new IllegalStateException("planted");
        });
        here.start(conductor, -1);
        Job job = here.post(count(1));
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.kinds(job)).isEqualTo(RUN);
        assertThat(told).isEmpty();
    }

    @Test
    void jobsPostedBeforeAndAfterAreRunTheMoreUrgentFirst() throws Exception {
        Job low = here.post(count(1).priority(JobPriority.LOW));
        Job high = here.post(count(1).priority(JobPriority.HIGH));
        here.start(settings -> settings.mostAtOnce(1));
        Processes.awaitDone(low);
        Job late = here.post(count(1));
        here.awaitEvent(late, Kind.JOB_CONSUMED);
        assertThat(here.events)
                .filteredOn(event -> event.kind() == Kind.RUNNING_START)
                .extracting(ConductorEvent::job)
                .containsExactly(high, low, late);
    }

    @Test
    void whatOthersClaimIsLeftToThem() throws Exception {
        Job theirs = here.post(count(10));
        here.board.claim(theirs, "somebody");
        here.start();
        Job free = here.post(count(1));
        Processes.awaitDone(free);
        assertThat(theirs.state()).isEqualTo(JobState.CLAIMED);
        assertThat(runs).hasValue(1);
        here.board.abandon(theirs, "somebody");
        Processes.awaitDone(theirs);
    }

    @Test
    void oneJobAfterTheOtherWhereThatIsAskedFor() throws Exception {
        Processes.Running conductor = here.start(settings -> settings.mostAtOnce(1));
        Job first = here.post(FlowJob.posting("door", Map.of()));
        doors.awaitEntered(1);
        Job second = here.post(count(1));
        assertThat(conductor.conductor().jobsInHand()).isEqualTo(1);
        Processes.assertUnclaimed(second);
        doors.open();
        Processes.awaitDone(first);
        Processes.awaitDone(second);
    }

    @Test
    void manyJobsAreRunAtOnce() throws Exception {
        here.start(settings -> settings.mostAtOnce(0));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            jobs.add(here.post(FlowJob.posting("door", Map.of())));
        }
        doors.awaitEntered(50);
        doors.open();
        for (Job job : jobs) {
            Processes.awaitDone(job);
        }
        assertThat(doors.after).hasValue(50);
    }

    @Test
    void aThousandFlowsUnderWayNeedNoThreadEach() throws Exception {
        int many = 1_000;
        try (Elsewhere elsewhere = new Elsewhere()) {
            here.start(settings -> settings.mostAtOnce(many).executor(elsewhere));
            List<Job> jobs = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                jobs.add(here.post(count(1)));
            }
            elsewhere.awaitRequests(many);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("windlass-"))
                    .hasSizeLessThan(100);
            elsewhere.answerAll();
            for (Job job : jobs) {
                Processes.awaitDone(job);
            }
        }
    }

    @Test
    void aConductorIsKnownOnItsBoard() throws Exception {
        Conductor conductor = here.start().conductor();
        Job job = here.post(count(1));
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.board.entities(Conductor.ENTITY)).singleElement().satisfies(entity -> {
            assertThat(entity.name())
                    .isEqualTo(conductor.who())
                    .startsWith("test0@")
                    .endsWith(":" + ProcessHandle.current().pid());
            assertThat(entity.metadata()).containsOnlyKeys("hostname", "pid");
        });
    }

    @Test
    void listenersOfTheRunAreTheHooks() throws Exception {
        CaptureListener captured = new CaptureListener();
        here.start(settings -> settings.listeners(job -> List.of(captured)));
        Job job = here.post(count(1));
        Processes.awaitDone(job);
        assertThat(captured.captured())
                .isNotEmpty()
                .allMatch(change -> change.details().flow().equals(job.id()));
    }

    @Test
    void enginesAreToldWhatElseTheyShouldBe() throws Exception {
        here.start(settings ->
                settings.engines(engine -> engine.meta("made by", "me").timeout(Duration.ofDays(1))));
        Job job = here.post(count(1));
        Processes.awaitDone(job);
        assertThat(here.poster.loadRecord(job.id()).orElseThrow().meta()).containsKey("made by");
    }

    @Test
    void settingsAreChecked() {
        Persistence store = here.openStore();
        ConductorBuilder builder = Conductor.builder("x", here.openBoard(store), store, here.factories);
        assertThatThrownBy(() -> builder.waitTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.waitTimeout(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.mostTries(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Conductor.builder("a/b", here.openBoard(store), store, here.factories)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slash");
        store.close();
    }

    @Test
    void aJobThatCannotBeSubmittedIsAbandonedAndTheRunFails() throws Exception {
        Persistence store = here.openStore();
        AtomicBoolean closing = new AtomicBoolean();
        List<Conductor> closed = new ArrayList<>();
        Conductor conductor = here.conductor(
                store,
                Meddler.with(Jobboard.class, here.openBoard(store), (method, call) -> {
                    Object result = method.equals("close") ? null : call.make();
                    if (method.equals("claimNext") && !closing.getAndSet(true)) {
                        Thread.currentThread().interrupt(); // so that it does not wait for this thread
                        closed.get(0).close();
                        assertThat(Thread.interrupted()).isTrue();
                    }
                    return result;
                }),
                settings -> settings);
        closed.add(conductor);
        Job job = here.post(count(1));
        assertThatThrownBy(() -> here.start(conductor, -1).join()).hasCauseInstanceOf(InvalidStateException.class);
        Processes.assertUnclaimed(job);
        assertThat(runs).hasValue(0);
    }
}
