package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.examples.cluster.Audit;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A conductor is killed while long tasks of its flows run on workers. Some of them end while it has no successor. The
 * successor gets the results of all of them, and none is run again.
 */
@Timeout(600)
class SuccessorTest {
    private static final Path LOGS = Path.of("target", "conductor-logs");
    /** The default: what must not run again may take so long to be found, however slow the machine is. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WORKERS = 4;
    private static final int FEW = 12;
    private static final int MANY = 100;
    /** Of a task, for each that there is: long enough for all of them to run at the same time; so is the spread. */
    private static final int MILLIS_EACH = 150;

    /** However few there are. */
    private static final int SHORTEST_MILLIS = 6_000;

    /** What happens while there is no conductor. */
    private interface Interlude {
        void happen();
    }

    @Test
    @Tag("services")
    void theSuccessorGetsAllResults() throws InterruptedException {
        onTheServices(FEW);
    }

    @Test
    @Tag("chaos")
    void theSuccessorGetsAHundredResults() throws InterruptedException {
        onTheServices(MANY);
    }

    /** On the embedded broker this cannot be: it loses what it has. */
    @Test
    @Tag("services")
    void theSuccessorGetsAllResultsThoughTheBrokerWasRestarted() throws InterruptedException {
        onABrokerThatIsRestarted(FEW);
    }

    @Test
    @Tag("chaos")
    void theSuccessorGetsAHundredResultsThoughTheBrokerWasRestarted() throws InterruptedException {
        onABrokerThatIsRestarted(MANY);
    }

    private static void onTheServices(int tasks) throws InterruptedException {
        run(Services.shared().amqpUrl(), tasks, "", () -> {});
    }

    private static void onABrokerThatIsRestarted(int tasks) throws InterruptedException {
        try (RabbitNode broker = RabbitNode.start(Path.of("target", "conductors"))) {
            run(broker.url(), tasks, " and the broker restarted", broker::restart);
        }
    }

    private static void run(String amqpUrl, int tasks, String what, Interlude interlude) throws InterruptedException {
        int shortest = Math.max(SHORTEST_MILLIS, tasks * MILLIS_EACH);
        List<FlowOrder> orders = IntStream.range(0, tasks)
                .mapToObj(i -> FlowOrder.of("v" + i, shortest + (long) i * shortest / tasks, false))
                .toList();
        List<UUID> flows = orders.stream().map(FlowOrder::id).toList();
        try (ConductorSite site = new ConductorSite(amqpUrl, LOGS, HEARTBEAT, 0, (tasks + WORKERS - 1) / WORKERS)) {
            for (int i = 0; i < WORKERS; i++) {
                site.startWorker();
            }
            ChildProcess conductor = site.startConductor();
            orders.forEach(site::post);
            Jdbi jdbi = site.jdbi();
            await("all " + tasks + " tasks run at the same time")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(running(jdbi)).isEqualTo(tasks));
            site.kill(conductor);
            assertThat(running(jdbi))
                    .as("tasks that run when the conductor is dead")
                    .isEqualTo(tasks);
            interlude.happen();
            awaitSomeEnds(jdbi, tasks);
            int orphaned = tasks - running(jdbi);
            site.startConductor();
            await("all jobs leave the board")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(site.jobsLeft()).isZero());
            assertThat(new FlowTable(site.url()).states(flows).values())
                    .hasSize(tasks)
                    .containsOnly("SUCCESS");
            Audit audit = new Audit(site.effects(), Set.of());
            flows.forEach(audit::done);
            System.out.printf(
                    "successor: conductor killed%s with %d tasks running, %d of which ended before it had a successor;"
                            + " %d flows done, %d tasks run more than once%n",
                    what, tasks, orphaned, flows.size(), audit.extraRuns().size());
            assertThat(audit.wrong()).isEmpty();
            assertThat(audit.extraRuns()).as("tasks that ran more than once").isEmpty();
        }
    }

    private static int running(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM runs WHERE atom = 'backend' AND finished IS NULL")
                        .mapTo(Integer.class)
                        .one());
    }

    /** So that there are results that nobody has read when the successor comes. */
    private static void awaitSomeEnds(Jdbi jdbi, int tasks) {
        await("some tasks end")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(running(jdbi)).isLessThan(tasks));
    }
}
