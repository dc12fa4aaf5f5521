package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.cluster.Audit;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import io.windlass.examples.volume.Effects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The services themselves go away in the middle of flows, and the flows go on. */
@Tag("services")
class OutageTest {
    private static final int FLOWS = 40;
    private static final int BACKEND_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path FOLDER = Path.of("target", "outage");

    /** Something that happens to a service once so many flows have ended. */
    private record Outage(int ended, Runnable happens) {}

    @Test
    void flowsGoOnWhenTheBrokerIsKilledAndStartedAgain() throws InterruptedException {
        Services services = Services.shared();
        System.out.println(services.describe());
        try (Broker broker = Broker.start(services, FOLDER);
                TemporaryDatabase database = services.newDatabase("windlass_outage")) {
            Audit audit = run(
                    broker.url(),
                    database.url(),
                    List.of(new Outage(3, broker::restart), new Outage(FLOWS / 2, broker::restart)));
            if (!services.brokerIsEmbedded()) {
                // The embedded broker takes replies that it had confirmed with it, and their tasks have to run again.
                assertThat(audit.unexplainedRuns()).isEmpty();
            }
            System.out.println("broker killed twice: " + FLOWS + " flows ended; extra runs: " + audit.extraRuns());
        }
    }

    @Test
    void flowsGoOnWhenTheDatabaseCutsTheirConnections() throws InterruptedException {
        Services services = Services.shared();
        try (TemporaryDatabase database = services.newDatabase("windlass_outage")) {
            Jdbi jdbi = Jdbi.create(database.url());
            List<Outage> outages = new ArrayList<>();
            for (int ended = 1; ended < FLOWS; ended += 4) {
                outages.add(new Outage(ended, () -> await().atMost(PATIENCE).until(() -> cutConnections(jdbi) > 0)));
            }
            Audit audit = run(services.amqpUrl(), database.url(), outages);
            assertThat(audit.extraRuns()).isEmpty();
            System.out.println("database connections cut " + outages.size() + " times: " + FLOWS + " flows ended");
        }
    }

    /** Those of engines; the tasks' own are the tasks' affair. */
    private static int cutConnections(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name LIKE 'windlass %'")
                .mapTo(Boolean.class)
                .list()
                .size());
    }

    private static Audit run(String amqpUrl, String databaseUrl, List<Outage> outages) throws InterruptedException {
        String prefix = "windlass.outage." + UUID.randomUUID();
        Cluster.Settings settings = new Cluster.Settings(
                amqpUrl, databaseUrl, prefix, Duration.ofMillis(300), Duration.ofSeconds(3), FOLDER.resolve("logs"));
        try (Effects effects = new Effects(databaseUrl);
                Cluster cluster = new Cluster(settings)) {
            effects.createTables();
            FlowTable flows = new FlowTable(databaseUrl);
            cluster.worker("worker-1", "all", "RECORD,BACKEND,STATUS", 2);
            cluster.worker("worker-2", "all", "RECORD,BACKEND,STATUS", 2);
            ChildProcess engine = cluster.engine("engine");
            List<FlowOrder> orders = new ArrayList<>();
            for (int i = 0; i < FLOWS; i++) {
                orders.add(FlowOrder.of("v" + i, BACKEND_MILLIS, i % 4 == 3));
                cluster.order(engine, orders.get(i));
            }
            List<UUID> ids = orders.stream().map(FlowOrder::id).toList();
            for (Outage outage : outages) {
                await().atMost(PATIENCE).until(() -> flows.ended(ids) >= outage.ended());
                outage.happens().run();
            }
            await().atMost(PATIENCE).until(() -> flows.ended(ids) == FLOWS);
            return audit(orders, flows, effects);
        }
    }

    private static Audit audit(List<FlowOrder> orders, FlowTable flows, Effects effects) {
        Audit audit = new Audit(effects, List.of());
        for (FlowOrder order : orders) {
            assertThat(flows.states(List.of(order.id()))).containsValue(order.fails() ? "REVERTED" : "SUCCESS");
            if (order.fails()) {
                audit.undone(order.id());
            } else {
                audit.done(order.id());
            }
        }
        assertThat(audit.wrong()).isEmpty();
        return audit;
    }
}
