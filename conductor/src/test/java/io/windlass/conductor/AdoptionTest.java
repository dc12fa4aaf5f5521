package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.job.Job;
import io.windlass.job.JobState;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Takeover;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows that a conductor's process takes over otherwise than by a job. */
@Timeout(120)
class AdoptionTest {
    private final MemoryProcesses here = new MemoryProcesses();
    private final Doors doors = new Doors();

    AdoptionTest() {
        here.factories.register("door", args -> doors.flow("door"));
    }

    @AfterEach
    void close() {
        doors.open();
        here.close();
    }

    private List<UUID> takeOver(Persistence store) {
        return store.takeOver(here.factories.names(), 10).stream()
                .map(Takeover::flows)
                .flatMap(List::stream)
                .toList();
    }

    private FlowState stateOf(UUID flow) {
        return here.poster.loadRecord(flow).map(FlowRecord::state).orElseThrow();
    }

    /** Begins a flow without a job in a process that ends then. */
    private UUID leftBehind() throws InterruptedException {
        MemoryPersistence dead = new MemoryPersistence(here.store);
        UUID flow = UUID.randomUUID();
        var unused = here.factories
                .engine("door", Map.of())
                .id(flow)
                .persistence(dead)
                .build()
                .start();
        doors.awaitEntered(1);
        dead.close();
        return flow;
    }

    @Test
    void aFlowWithoutAJobIsGoneOnWith() throws Exception {
        UUID flow = leftBehind();
        Processes.Running heir = here.start();

        assertThat(takeOver(heir.store())).containsExactly(flow);
        heir.conductor().adopt(flow);

        doors.awaitEntered(1);
        doors.open();
        await().atMost(Processes.LONG)
                .untilAsserted(() -> assertThat(stateOf(flow)).isEqualTo(FlowState.SUCCESS));
        assertThat(doors.after).hasValue(1);
    }

    @Test
    void aJobsFlowIsLeftToWhoeverClaimsTheJob() throws Exception {
        Processes.Running first = here.start();
        Job job = here.post(FlowJob.posting("door", Map.of()));
        doors.awaitEntered(1);
        first.board().close();
        first.store().close();
        Persistence second = here.openStore();
        Conductor heir = here.conductor(second, here.openBoard(second), settings -> settings);

        assertThat(takeOver(second)).containsExactly(job.id());
        heir.adopt(job.id());

        assertThat(second.ownershipOf(job.id()).flatMap(FlowOwnership::owner)).isEmpty();
        here.start();
        doors.awaitEntered(1);
        doors.open();
        Processes.awaitDone(job);
        assertThat(stateOf(job.id())).isEqualTo(FlowState.SUCCESS);
        assertThat(doors.entered).hasValue(2);
        assertThat(doors.after).hasValue(1);
    }

    @Test
    void whatTheConductorRunsForAJobItDoesNotRunAgain() throws Exception {
        Processes.Running running = here.start();
        Job job = here.post(FlowJob.posting("door", Map.of()));
        doors.awaitEntered(1);

        running.conductor().adopt(job.id());

        assertThat(job.state()).isEqualTo(JobState.CLAIMED);
        doors.open();
        Processes.awaitDone(job);
        assertThat(stateOf(job.id())).isEqualTo(FlowState.SUCCESS);
        assertThat(doors.entered).hasValue(1);
    }

    @Test
    void whatIsInABookAndWasNotBegunIsLeftToAJob() {
        MemoryPersistence dead = new MemoryPersistence(here.store);
        LogBook book = dead.saveBook(LogBook.named("volumes"));
        UUID flow = here.factories
                .engine("door", Map.of())
                .book(book.id())
                .persistence(dead)
                .record();
        assertThat(dead.claim(flow)).isPresent(); // recorded, and died before it let go of it
        dead.close();
        Processes.Running heir = here.start();

        assertThat(takeOver(heir.store())).containsExactly(flow);
        heir.conductor().adopt(flow);

        assertThat(heir.store().ownershipOf(flow).flatMap(FlowOwnership::owner)).isEmpty();
        assertThat(stateOf(flow)).isEqualTo(FlowState.PENDING);
        assertThat(doors.entered).hasValue(0);
    }
}
