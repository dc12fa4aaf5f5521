package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.atom.Input;
import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoreState;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of jobs. */
@Timeout(120)
class EndsOfJobsTest {
    private final MemoryProcesses here = new MemoryProcesses();
    private final AtomicInteger runs = new AtomicInteger();
    private final Doors doors = new Doors();

    EndsOfJobsTest() {
        here.factories
                .register("count", args -> LinearFlow.named("count").add(Tasks.of("one", runs::incrementAndGet)))
                .register(
                        "fail",
                        args -> LinearFlow.named("fail").add(Tasks.of("fail", () -> {
                            runs.incrementAndGet();
                            throw new IllegalStateException("planted");
                        })))
                .register(
                        "store away",
                        args -> LinearFlow.named("store away").add(Tasks.of("fail", () -> {
                            runs.incrementAndGet();
                            throw new StorageException("planted");
                        })))
                .register(
                        "needs",
                        args -> LinearFlow.named("needs")
                                .add(Tasks.of("needs", Input.in("what", String.class), what -> runs.incrementAndGet())))
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

    private Tries triesOf(Job job) {
        return Tries.of(here.poster.load(job.id()).orElseThrow(), job.id());
    }

    private Processes.Running meddled(UnaryOperator<ConductorBuilder> settings, Meddler ofStore, Meddler ofBoard) {
        MemoryPersistence store = new MemoryPersistence(here.store);
        Conductor conductor = here.conductor(
                Meddler.with(Persistence.class, store, ofStore),
                Meddler.with(Jobboard.class, here.openBoard(store), ofBoard),
                settings);
        return here.start(conductor, -1);
    }

    @Test
    void aFailedFlowIsDoneToo() throws Exception {
        here.start();
        Job job = here.post(posting("fail"));
        Processes.awaitDone(job);
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.kinds(job)).contains(Kind.RUNNING_START).doesNotContain(Kind.RUNNING_END);
        assertThat(stateOf(job)).contains(FlowState.REVERTED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aFlowWhoseInputsAreMissingIsConsumedAndWasNeverStored() throws Exception {
        here.start();
        Job job = here.post(posting("needs"));
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.kinds(job))
                .contains(Kind.VALIDATION_START)
                .doesNotContain(Kind.VALIDATION_END, Kind.RUNNING_START);
        assertThat(stateOf(job)).isEmpty();
        assertThat(here.trashed()).isEmpty();
    }

    @Test
    void aFlowThatWasBegunAndCannotBeBuiltAnyMoreIsTrashed() throws Exception {
        AtomicInteger made = new AtomicInteger();
        here.factories.register(
                "changes",
                args -> made.incrementAndGet() == 1
                        ? doors.flow("changes")
                        : LinearFlow.named("changes")
                                .add(Tasks.of("new", Input.in("what", String.class), what -> what)));
        Job job = here.post(posting("changes"));
        Processes.Running first = here.start();
        doors.awaitEntered(1);
        first.conductor().stop();
        doors.open();
        first.join();
        here.start();
        assertThat(here.awaitEvent(job, Kind.JOB_TRASHED).reason()).contains("what");
        assertThat(stateOf(job)).contains(FlowState.SUSPENDED);
        assertThat(here.poster.claim(job.id())).as("nobody owns it").isPresent();
    }

    @Test
    void aFlowThatOnlyTheMachineryFailedIsAbandonedAndThenOnlyConsumed() throws Exception {
        here.start();
        Job job = here.post(posting("store away"));
        Processes.awaitDone(job);
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.kinds(job)).containsSubsequence(Kind.JOB_ABANDONED, Kind.JOB_CONSUMED);
        assertThat(stateOf(job)).contains(FlowState.REVERTED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aFlowThatHasEndedIsNotRunAgainItsJobIsConsumed() throws Exception {
        Job job = here.post(posting("fail"));
        Job other = here.post(posting("count"));
        here.factories
                .engine("count", Map.of())
                .id(other.id())
                .persistence(here.poster)
                .build()
                .run();
        assertThat(runs).hasValue(1);
        here.start();
        Processes.awaitDone(other);
        Processes.awaitDone(job);
        here.awaitEvent(other, Kind.JOB_CONSUMED);
        assertThat(here.kinds(other)).containsExactly(Kind.JOB_CONSUMED);
        assertThat(runs).hasValue(2);
    }

    @Test
    void aFlowThatCannotBeRecordedIsAbandonedAfterAPauseAndTriedAgain() throws Exception {
        AtomicInteger saves = new AtomicInteger();
        meddled(
                settings -> settings,
                (method, call) -> method.equals("save") && saves.incrementAndGet() == 1
                        ? CompletableFuture.failedFuture(new StorageException("planted"))
                        : call.make(),
                (method, call) -> call.make());
        Job job = here.post(posting("count"));
        Processes.awaitDone(job);
        here.awaitEvent(job, Kind.JOB_CONSUMED);
        assertThat(here.kinds(job)).containsSubsequence(Kind.RUNNING_START, Kind.JOB_ABANDONED, Kind.RUNNING_START);
        assertThat(here.awaitEvent(job, Kind.JOB_ABANDONED).reason()).contains("planted");
        assertThat(runs).hasValue(1);
    }

    @Test
    void aJobThatKeepsFailingBeforeItsFlowIsStoredIsTrashed() throws Exception {
        meddled(
                settings -> settings.mostTries(3),
                (method, call) -> method.equals("save")
                        ? CompletableFuture.failedFuture(new StorageException("planted"))
                        : call.make(),
                (method, call) -> call.make());
        Job job = here.post(posting("count"));
        assertThat(here.awaitEvent(job, Kind.JOB_TRASHED).reason()).contains("failed 3 times", "planted");
        assertThat(here.kinds(job)).filteredOn(Kind.JOB_ABANDONED::equals).hasSize(2);
        assertThat(here.trashed()).containsExactly(job.id());
        assertThat(runs).hasValue(0);
    }

    @Test
    void aJobWhoseFlowsKeepBreakingIsTrashedWithItsHistoryInTheFlow() throws Exception {
        AtomicInteger saves = new AtomicInteger();
        // The first change of each run is stored, which tells of the try, the next one is not.
        meddled(
                settings -> settings.mostTries(3),
                (method, call) -> method.equals("save") && saves.incrementAndGet() % 2 == 0
                        ? CompletableFuture.failedFuture(new StorageException("planted"))
                        : call.make(),
                (method, call) -> call.make());
        Job job = here.post(posting("count"));
        here.awaitEvent(job, Kind.JOB_TRASHED);
        StoredFlow flow = here.poster.load(job.id()).orElseThrow();
        assertThat(flow.flow().state()).isEqualTo(FlowState.RUNNING);
        assertThat(Tries.of(flow, job.id()).all())
                .hasSize(3)
                .allMatch(tried -> tried.by().startsWith("test0@"));
        assertThat(here.poster.claim(job.id())).as("nobody owns it").isPresent();
    }

    @Test
    void aJobWhoseConductorsDieIsTrashedInTheEnd() throws Exception {
        Job job = here.post(posting("door"));
        for (int i = 0; i < 3; i++) {
            Processes.Running victim = here.start(settings -> settings.mostTries(3));
            doors.awaitEntered(1);
            here.store.freeze(victim.store().owner());
            victim.board().close();
        }
        here.start(settings -> settings.mostTries(3));
        assertThat(here.awaitEvent(job, Kind.JOB_TRASHED).reason()).contains("started 3 times");
        assertThat(doors.entered).hasValue(3);
        assertThat(triesOf(job).count()).isEqualTo(3);

        // What was wrong is mended, and the flow is to be gone on with.
        doors.open();
        Job another = here.post(posting("door").with(FlowJob.FLOW, job.id()));
        Processes.awaitDone(another);
        assertThat(stateOf(job)).contains(FlowState.SUCCESS);
    }

    @Test
    void aFlowThatComesFurtherEachTimeIsNotGivenUp() throws Exception {
        int steps = 5;
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        CountDownLatch end = new CountDownLatch(1);
        Semaphore stuck = new Semaphore(0);
        here.factories.register("steps", args -> {
            LinearFlow flow = LinearFlow.named("steps");
            for (int i = 0; i < steps; i++) {
                int step = i;
                flow.add(Tasks.of("step " + i, () -> {
                    if (begun.add(step)) {
                        stuck.release();
                        end.await();
                    }
                    return step;
                }));
            }
            return flow;
        });
        Job job = here.post(posting("steps"));
        for (int i = 0; i < steps; i++) {
            Processes.Running victim = here.start(settings -> settings.mostTries(2));
            stuck.acquire();
            here.store.freeze(victim.store().owner());
            victim.board().close();
        }
        here.start(settings -> settings.mostTries(2));
        Processes.awaitDone(job);
        end.countDown();
        assertThat(stateOf(job)).contains(FlowState.SUCCESS);
        assertThat(here.trashed()).isEmpty();
    }

    @Test
    void whileTheStoreIsAwayNothingIsClaimed() throws Exception {
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger claimsMeanwhile = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean(true);
        meddled(
                settings -> settings,
                (method, call) -> {
                    if (method.equals("state") && away.get()) {
                        looked.incrementAndGet();
                        return StoreState.OVERDUE;
                    }
                    return call.make();
                },
                (method, call) -> {
                    if (method.equals("claimNext") && away.get()) {
                        claimsMeanwhile.incrementAndGet();
                    }
                    return call.make();
                });
        Job job = here.post(posting("count"));
        await().atMost(Processes.LONG).until(() -> looked.get() > 5);
        away.set(false);
        Processes.awaitDone(job);
        assertThat(claimsMeanwhile).hasValue(0);
    }

    @Test
    void whatFailsWhileTheStoreIsAwayIsNotTheJobsFault() throws Exception {
        AtomicInteger saves = new AtomicInteger();
        meddled(
                settings -> settings.mostTries(2),
                (method, call) -> {
                    if (method.equals("state")
                            && Thread.currentThread().getName().startsWith("windlass-conductor")
                            && saves.get() < 8) {
                        return StoreState.OVERDUE;
                    }
                    return method.equals("save") && saves.incrementAndGet() < 8
                            ? CompletableFuture.failedFuture(new StorageException("planted"))
                            : call.make();
                },
                (method, call) -> call.make());
        Job job = here.post(posting("count"));
        Processes.awaitDone(job);
        assertThat(here.trashed()).isEmpty();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aJobForWhichAHookFailsIsTrashed() {
        here.start(settings -> settings.listeners(job -> {
            throw new IllegalStateException("planted");
        }));
        Job job = here.post(posting("count"));
        assertThat(here.awaitEvent(job, Kind.JOB_TRASHED).reason()).contains("planted");
        assertThat(runs).hasValue(0);
    }

    @Test
    void howOftenAFlowIsStoppedDoesNotMatter() throws Exception {
        try (Elsewhere elsewhere = new Elsewhere()) {
            Job job = here.post(posting("count"));
            for (int i = 0; i < 4; i++) {
                Processes.Running stopped =
                        here.start(settings -> settings.mostTries(2).executor(elsewhere));
                elsewhere.awaitRequests(1);
                stopped.conductor().stop();
                await().atMost(Processes.LONG).until(() -> triesOf(job).count() == 0);
                // It does not wait for what runs elsewhere, as a process that has to end.
                here.store.freeze(stopped.store().owner());
                stopped.board().close();
            }
            Processes.Running last = here.start(settings -> settings.mostTries(2));
            Processes.awaitDone(job);
            here.awaitEvent(job, Kind.JOB_CONSUMED);
            assertThat(last.conductor().jobsInHand()).isZero();
            elsewhere.answerAll();
        }
    }

    @Test
    void aFlowOfALiveProcessIsLeftToItAndLookedAtAgain() throws Exception {
        Job job = here.post(posting("count"));
        try (MemoryPersistence owner = new MemoryPersistence(here.store)) {
            here.factories
                    .engine("count", Map.of())
                    .id(job.id())
                    .persistence(owner)
                    .record();
            assertThat(owner.claim(job.id())).isPresent();
            here.start(settings -> settings.mostTries(2));
            await().atMost(Processes.LONG)
                    .untilAsserted(() -> assertThat(here.kinds(job))
                            .filteredOn(Kind.JOB_ABANDONED::equals)
                            .hasSizeGreaterThan(5));
            assertThat(here.awaitEvent(job, Kind.JOB_ABANDONED).reason())
                    .contains(owner.owner().id().toString(), "alive");
            assertThat(runs).hasValue(0);
        }
        Processes.awaitDone(job);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aJobWhoseDeadlineIsOverIsTrashedBeforeItIsStarted() {
        here.start();
        Job job = here.post(posting("count").deadline(Instant.now().minusSeconds(1)));
        assertThat(here.awaitEvent(job, Kind.JOB_TRASHED).reason()).contains("deadline");
        assertThat(stateOf(job)).isEmpty();
        assertThat(runs).hasValue(0);
    }

    @Test
    void aFlowUnderWayIsGoneOnWithAlsoAfterTheDeadline() throws Exception {
        Job job = here.post(posting("door").deadline(Instant.now().plus(Duration.ofMillis(500))));
        Processes.Running victim = here.start();
        doors.awaitEntered(1);
        here.store.freeze(victim.store().owner());
        victim.board().close();
        await().until(() -> Instant.now().isAfter(job.posting().deadline()));
        doors.open();
        here.start();
        Processes.awaitDone(job);
        assertThat(stateOf(job)).contains(FlowState.SUCCESS);
    }

    @Test
    void aJobThatCannotBeConsumedIsConsumedLaterAndNotRunAgain() throws Exception {
        AtomicInteger consumed = new AtomicInteger();
        meddled(settings -> settings, (method, call) -> call.make(), (method, call) -> {
            if (method.equals("consume") && consumed.incrementAndGet() == 1) {
                throw new JobException("planted");
            }
            return call.make();
        });
        Job job = here.post(posting("count"));
        await().atMost(Processes.LONG).until(() -> consumed.get() == 1);
        Job next = here.post(posting("count"));
        Processes.awaitDone(next);
        Processes.awaitDone(job);
        assertThat(runs).hasValue(2);
    }

    @Test
    void aJobThatWasClaimedByACallThatFailedIsNotForgotten() throws Exception {
        AtomicInteger claims = new AtomicInteger();
        meddled(settings -> settings, (method, call) -> call.make(), (method, call) -> {
            Object result = call.make();
            if (method.equals("claimNext")
                    && result instanceof Optional<?> job
                    && job.isPresent()
                    && claims.incrementAndGet() == 1) {
                throw new JobException("planted");
            }
            return result;
        });
        Job job = here.post(posting("count"));
        Processes.awaitDone(job);
        assertThat(claims).hasValue(2);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aJobThatIsNotClaimedAnyMoreIsNotConsumed() throws Exception {
        Processes.Running conductor = here.start(settings -> settings.mostAtOnce(1));
        Job job = here.post(posting("door"));
        doors.awaitEntered(1);
        conductor.board().abandon(job, conductor.conductor().who());
        here.board.claim(job, "another");
        doors.open();
        await().atMost(Processes.LONG).until(() -> conductor.conductor().jobsInHand() == 0);
        assertThat(job.state()).isEqualTo(JobState.CLAIMED);
        assertThat(here.board.findOwner(job)).contains("another");
        assertThat(stateOf(job)).contains(FlowState.SUCCESS);
    }

    @Test
    void aConductorWhoseProcessLostItsLeaseEndsAndConsumesNothing() throws Exception {
        Processes.Running victim = here.start();
        Job job = here.post(posting("door"));
        doors.awaitEntered(1);
        here.store.freeze(victim.store().owner());
        assertThat(here.poster.claim(job.id())).isPresent();
        assertThatThrownBy(() -> victim.store().claim(job.id())).isInstanceOf(FencedException.class);
        assertThat(victim.end())
                .failsWithin(Processes.LONG)
                .withThrowableThat()
                .withCauseInstanceOf(FencedException.class)
                .withMessageContaining("start another process");
        assertThat(here.awaitEvent(job, Kind.JOB_ABANDONED).reason()).contains("lost its lease");
        Processes.assertUnclaimed(job); // although its task is still at the door
        here.poster.release(job.id());
        here.start();
        doors.awaitEntered(1);
        doors.open();
        Processes.awaitDone(job);
        assertThat(stateOf(job)).contains(FlowState.SUCCESS);
        assertThat(doors.after).hasValue(1);
        assertThat(here.kinds(job)).filteredOn(Kind.JOB_CONSUMED::equals).hasSize(1);
    }
}
