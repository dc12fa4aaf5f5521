package io.windlass.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.atom.Tasks;
import io.windlass.conductor.ConductorEvent.Kind;
import io.windlass.flow.LinearFlow;
import io.windlass.job.Job;
import io.windlass.job.Jobboard;
import io.windlass.job.zookeeper.ZookeeperJobboard;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.memory.MemoryStore;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a board whose claims go by sessions of its own, and not by the store's leases. */
@Timeout(180)
class ZookeeperConductorTest {
    private static TestingServer server;

    private final Here here = new Here();
    private final Doors doors = new Doors();
    private final AtomicInteger runs = new AtomicInteger();

    private static final class Here extends Processes {
        private final String path = "/" + UUID.randomUUID() + "/jobs";
        final MemoryStore store = new MemoryStore();
        final MemoryPersistence poster = new MemoryPersistence(store);
        final Jobboard board = openBoard(poster);

        Here() {
            board.connect();
        }

        @Override
        Persistence openStore() {
            return new MemoryPersistence(store);
        }

        @Override
        Jobboard openBoard(Persistence process) {
            return ZookeeperJobboard.builder()
                    .servers(server.getConnectString())
                    .path(path)
                    .persistence(process)
                    .build();
        }

        @Override
        public void close() {
            super.close();
            board.close();
            poster.close();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = new TestingServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    ZookeeperConductorTest() {
        here.factories
                .register("count", args -> LinearFlow.named("count").add(Tasks.of("one", runs::incrementAndGet)))
                .register("door", args -> doors.flow("door"));
    }

    @AfterEach
    void close() {
        doors.open();
        here.close();
    }

    @Test
    void jobsAreSharedByConductorsAndEachIsRunOnce() throws Exception {
        here.start();
        here.start();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            jobs.add(here.board.post(FlowJob.posting("count", Map.of())));
        }
        for (Job job : jobs) {
            Processes.awaitDone(job);
        }
        assertThat(runs).hasValue(30);
    }

    @Test
    void aJobWhoseSessionIsLostIsGivenBackWhileItsFlowIsRunAndThenOnlyConsumed() throws Exception {
        Processes.Running victim = here.start();
        Job job = here.board.post(FlowJob.posting("door", Map.of()));
        doors.awaitEntered(1);
        victim.board().close(); // the session, not the process
        Processes.Running other = here.start();
        assertThat(here.awaitEvent(job, Kind.JOB_ABANDONED).conductor())
                .isEqualTo(other.conductor().who());
        doors.open();
        Processes.awaitDone(job);
        assertThat(here.poster.loadRecord(job.id()).map(FlowRecord::state)).contains(FlowState.SUCCESS);
        assertThat(doors.entered).hasValue(1);
    }

    @Test
    void anIdleConductorStopsAtOnce() throws Exception {
        Processes.Running idle = here.start();
        Job job = here.board.post(FlowJob.posting("count", Map.of()));
        Processes.awaitDone(job);
        idle.conductor().stop();
        idle.join();
        Job late = here.board.post(FlowJob.posting("count", Map.of()));
        Processes.assertUnclaimed(late);
    }
}
