package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.failure.FencedException;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.JobState;
import io.windlass.job.Jobboard;
import io.windlass.job.postgres.PostgresJobboard;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.state.FlowState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that die, with one lease for claims and flows. */
@Tag("services")
@Timeout(180)
class PostgresConductorTest {
    /** So long that nothing is renewed while a test runs: it ends leases by hand. */
    private static final Duration LONG_LEASE = Duration.ofHours(1);

    private static TemporaryDatabase database;
    private static Jdbi jdbi;

    private final Here here = new Here();
    private final Doors doors = new Doors();
    private final AtomicInteger runs = new AtomicInteger();

    /** Each conductor has a store of its own, as processes have. */
    private static final class Here extends Processes {
        final PostgresPersistence poster = (PostgresPersistence) openStore();
        final Jobboard board = openBoard(poster);

        Here() {
            board.connect();
        }

        @Override
        Persistence openStore() {
            return PostgresPersistence.builder()
                    .url(database.url())
                    .lease(LONG_LEASE)
                    .open();
        }

        @Override
        Jobboard openBoard(Persistence store) {
            return new PostgresJobboard((PostgresPersistence) store);
        }

        /** Ends the lease of a process, which knows nothing of it. */
        void freeze(Running process) {
            jdbi.useHandle(handle -> handle.execute(
                    "UPDATE windlass.owners SET lease_until = now() - interval '1 second' WHERE id = ?",
                    process.store().owner().id()));
        }

        @Override
        public void close() {
            super.close();
            board.close();
            poster.close();
        }
    }

    @BeforeAll
    static void create() {
        database = Services.shared().newDatabase("conductors");
        jdbi = Jdbi.create(database.url());
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    PostgresConductorTest() {
        here.factories
                .register("count", args -> LinearFlow.named("count").add(Tasks.of("one", runs::incrementAndGet)))
                .register("door", args -> doors.flow("door"));
    }

    @AfterEach
    void close() {
        doors.open();
        here.close();
        jdbi.useHandle(handle -> handle.execute("TRUNCATE windlass.owners, windlass.books, windlass.flows,"
                + " windlass.jobs, windlass.job_keys, windlass.trashed_jobs, windlass.job_entities CASCADE"));
    }

    private FlowState stateOf(Job job) {
        return here.poster.loadRecord(job.id()).map(FlowRecord::state).orElseThrow();
    }

    @Test
    void manyJobsAreSharedByConductorsEachIsRunOnce() throws Exception {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            jobs.add(here.board.post(FlowJob.posting("count", Map.of())));
        }
        here.start();
        here.start();
        here.start();
        for (Job job : jobs) {
            Processes.awaitDone(job);
            assertThat(stateOf(job)).isEqualTo(FlowState.SUCCESS);
        }
        assertThat(runs).hasValue(100);
    }

    @Test
    void whatADeadProcessBeganIsFinishedByAnother() throws Exception {
        Processes.Running victim = here.start();
        Job job = here.board.post(FlowJob.posting("door", Map.of()));
        doors.awaitEntered(1);
        here.freeze(victim); // before the heir first looks, whose next look may be 30 s off
        Processes.Running heir = here.start();
        doors.awaitEntered(1); // the heir begins the task again, whose runs end with their process
        doors.open();
        Processes.awaitDone(job);
        assertThat(stateOf(job)).isEqualTo(FlowState.SUCCESS);
        assertThat(doors.after).hasValue(1);
        assertThat(here.poster.ownershipOf(job.id()).orElseThrow().owner())
                .contains(heir.store().owner().id());
        assertThat(victim.end())
                .failsWithin(Processes.LONG)
                .withThrowableThat()
                .withCauseInstanceOf(FencedException.class);
        assertThat(here.events)
                .filteredOn(event -> event.kind() == Kind.JOB_CONSUMED)
                .singleElement()
                .satisfies(event -> assertThat(event.job()).isEqualTo(job));
    }

    @Test
    void flowsOfADeadProcessWhoseJobsAreGoneAreLeftForATakeover() throws Exception {
        Processes.Running victim = here.start();
        Job job = here.board.post(FlowJob.posting("door", Map.of()));
        doors.awaitEntered(1);
        UUID without = here.factories
                .engine("door", Map.of())
                .persistence(victim.store())
                .record();
        assertThat(victim.store().claim(without)).isPresent();
        here.freeze(victim);
        here.start();
        doors.awaitEntered(1);
        assertThat(here.poster.takeOver(10))
                .singleElement()
                .satisfies(takeover -> assertThat(takeover.flows()).containsExactly(without));
        doors.open();
        Processes.awaitDone(job);
    }

    @Test
    void aProcessThatIsClosedHandsItsJobsOverAtOnce() throws Exception {
        try (Elsewhere elsewhere = new Elsewhere()) {
            Processes.Running first = here.start(settings -> settings.executor(elsewhere));
            Job job = here.board.post(FlowJob.posting("count", Map.of()));
            elsewhere.awaitRequests(1);
            first.conductor().stop(); // the task runs elsewhere, and its end is not waited for
            first.store().close();
            here.start();
            Processes.awaitDone(job);
            assertThat(stateOf(job)).isEqualTo(FlowState.SUCCESS);
            elsewhere.answerAll();
        }
    }

    @Test
    void aJobThatIsTriedTooOftenIsTrashedWithItsFlowInTheStore() throws Exception {
        Job job = here.board.post(FlowJob.posting("door", Map.of()));
        for (int i = 0; i < 2; i++) {
            Processes.Running victim = here.start(settings -> settings.mostTries(2));
            doors.awaitEntered(1);
            here.freeze(victim);
        }
        here.start(settings -> settings.mostTries(2));
        here.awaitEvent(job, Kind.JOB_TRASHED);
        assertThat(job.state()).isEqualTo(JobState.COMPLETE);
        assertThat(stateOf(job)).isEqualTo(FlowState.RUNNING);
        assertThat(Tries.of(here.poster.load(job.id()).orElseThrow(), job.id()).count())
                .isEqualTo(2);
        assertThat(here.poster.claim(job.id())).isPresent();
    }
}
