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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker process that is told to end while it runs something and holds more. */
@Tag("services")
@Timeout(300)
class DrainTest {
    private static final int SLOTS = 2;
    private static final int SHORT_MILLIS = 3_000;
    private static final int LONG_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path LOGS = Path.of("target", "drain-logs");

    private final List<FlowOrder> orders = new ArrayList<>();
    private TemporaryDatabase database;
    private Effects effects;
    private Cluster cluster;
    private ChildProcess engine;
    private ChildProcess worker;

    @BeforeEach
    void start() throws InterruptedException {
        Services services = Services.shared();
        database = services.newDatabase("windlass_drain");
        effects = new Effects(database.url());
        effects.createTables();
        cluster = new Cluster(new Cluster.Settings(
                services.amqpUrl(),
                database.url(),
                "windlass.drain." + UUID.randomUUID(),
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                LOGS));
        engine = cluster.engine("engine");
        worker = start("drained-" + UUID.randomUUID());
    }

    private ChildProcess start(String name) {
        return cluster.worker(name, "all", "RECORD,BACKEND,STATUS", SLOTS);
    }

    @AfterEach
    void stop() {
        cluster.close();
        effects.close();
        database.close();
    }

    /** Two of them run, when this returns, and the others wait for a slot. */
    private void order(int backendMillis) {
        for (int i = 0; i < 3 * SLOTS; i++) {
            FlowOrder order = FlowOrder.of("v" + i, backendMillis, false);
            orders.add(order);
            cluster.order(engine, order);
        }
        await().atMost(PATIENCE).until(() -> backends() == SLOTS);
    }

    private long backends() {
        return orders.stream()
                .flatMap(order -> effects.runs(order.id()).stream())
                .filter(run -> run.atom().equals("backend"))
                .count();
    }

    private boolean drains() throws IOException {
        return Files.readString(LOGS.resolve(worker.name() + ".log")).contains("drains");
    }

    private void awaitSuccess() {
        List<UUID> ids = orders.stream().map(FlowOrder::id).toList();
        FlowTable flows = new FlowTable(database.url());
        await().atMost(PATIENCE).until(() -> flows.count(ids, "SUCCESS") == ids.size());
    }

    private Audit audit() {
        Audit audit = new Audit(effects, List.of());
        orders.forEach(order -> audit.done(order.id()));
        assertThat(audit.wrong()).isEmpty();
        return audit;
    }

    @Test
    void itFinishesWhatRunsAndGivesBackTheRestAndExitsWith0() {
        order(SHORT_MILLIS);
        start("other");

        assertThat(cluster.stop(worker)).isZero();

        awaitSuccess();
        assertThat(audit().extraRuns()).isEmpty();
        assertThat(orders)
                .flatMap(order -> effects.runs(order.id()))
                .filteredOn(run -> run.atom().equals("backend") && run.pid() == worker.pid())
                .hasSize(SLOTS)
                .allMatch(Effects.Run::finished);
    }

    @Test
    void aSecondSignalEndsItAtOnce() {
        order(LONG_MILLIS);
        Signal.TERM.to(worker);
        await().atMost(PATIENCE).until(this::drains);

        assertThat(cluster.stop(worker)).isEqualTo(128 + 15);

        assertThat(backends()).isEqualTo(SLOTS);
    }
}
