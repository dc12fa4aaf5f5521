package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.examples.cluster.Audit;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import io.windlass.examples.volume.Effects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Flows in a loop, on workers and engines that are killed at random moments and replaced. */
final class CrashLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CrashLoop.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int FLOWS_FOR_EACH_KILL = 6;
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final Cluster cluster;
    private final FlowTable flows;
    private final Effects effects;
    private final Random random;
    private final List<FlowOrder> ordered = new ArrayList<>();
    private int number;

    CrashLoop(Cluster cluster, String databaseUrl, Effects effects, long seed) {
        this.cluster = cluster;
        this.flows = new FlowTable(databaseUrl);
        this.effects = effects;
        this.random = new Random(seed);
    }

    /** Kills so many workers and so many engines, one at a time, in random order; then checks every flow. */
    void run(int workerKills, int engineKills) throws InterruptedException {
        effects.createTables();
        for (int i = 0; i < 3; i++) {
            startWorker();
        }
        ChildProcess engine = startEngine();
        int workersLeft = workerKills;
        int enginesLeft = engineKills;
        while (workersLeft + enginesLeft > 0) {
            order(engine);
            pause();
            if (random.nextInt(workersLeft + enginesLeft) < workersLeft) {
                workersLeft--;
                killWorker();
            } else {
                enginesLeft--;
                cluster.kill(engine);
                LOG.info("killed engine {}", engine.name());
                engine = startEngine();
            }
        }
        order(engine);
        check();
    }

    private void startWorker() {
        cluster.worker("worker-" + ++number, "all", "RECORD,BACKEND,STATUS", 4);
    }

    private void killWorker() {
        List<ChildProcess> alive = cluster.workers();
        ChildProcess victim = alive.get(random.nextInt(alive.size()));
        cluster.kill(victim);
        LOG.info("killed worker {}", victim.name());
        startWorker();
    }

    private ChildProcess startEngine() throws InterruptedException {
        return cluster.engine("engine-" + ++number);
    }

    private void order(ChildProcess engine) {
        for (int i = 0; i < FLOWS_FOR_EACH_KILL; i++) {
            FlowOrder order = FlowOrder.of("v" + ordered.size(), random.nextInt(800), random.nextInt(4) == 0);
            ordered.add(order);
            cluster.order(engine, order);
        }
    }

    /** The random moment: nothing is waited for but time. */
    private void pause() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private void check() {
        List<UUID> ids = ordered.stream().map(FlowOrder::id).toList();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(flows.states(ids).entrySet())
                        .isNotEmpty()
                        .allMatch(flow -> flow.getValue().equals("SUCCESS")
                                || flow.getValue().equals("REVERTED")));
        Map<UUID, String> states = flows.states(ids);
        Audit audit = new Audit(effects, cluster.killed());
        for (FlowOrder order : ordered) {
            String state = states.get(order.id());
            if (state == null) {
                // The engine died before the flow was accepted: nothing of it may have happened.
                assertThat(effects.runs(order.id())).isEmpty();
            } else if (order.fails()) {
                assertThat(state).isEqualTo("REVERTED");
                audit.undone(order.id());
            } else {
                assertThat(state).isEqualTo("SUCCESS");
                audit.done(order.id());
            }
        }
        System.out.println("crash loop: " + ordered.size() + " flows ordered, " + states.size() + " accepted, "
                + cluster.killed().size() + " processes killed, "
                + audit.extraRuns().size()
                + " requests ran more than once:");
        audit.extraRuns().forEach(line -> System.out.println("  " + line));
        assertThat(audit.wrong()).isEmpty();
        assertThat(audit.unexplainedRuns()).isEmpty();
    }
}
