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
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RollCall;
import io.windlass.remote.WorkerView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How soon what a worker ran runs elsewhere, when its process is killed (SIGKILL) or stands still (SIGSTOP). */
@Timeout(1_200)
class RecoveryTest {
    private static final Duration LEASE = Duration.ofSeconds(15);
    /** After so long each run has been told of in a heartbeat. */
    private static final Duration TOLD = Duration.ofMillis(1_300);

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String AMQP_HEARTBEAT = "?heartbeat=2";
    private static final String POOL = "all";
    private static final String TASK = "backend";
    private static final int WORKERS = 3;
    /** In the long form: runs that are lost in all, and flows at a time, of which a third goes with each worker. */
    private static final int RUNS = 20;

    private static final int AT_ONCE = 12;

    /** What happens to a worker. */
    private enum Death {
        /** The default heartbeat. */
        KILLED(Duration.ofSeconds(1), 3_000, TOLD),
        /** Its run ends some time after another one has begun. */
        STOPPED(Duration.ofMillis(500), 6_000, TOLD),
        /** Before it has told of its run: only the broker finds out, by AMQP's heartbeats. */
        STOPPED_EARLY(Duration.ofMillis(500), 10_000, Duration.ZERO);

        private final Duration heartbeat;
        private final int millis;
        /** How long a run lasts at least before its worker is lost. */
        private final Duration after;

        Death(Duration heartbeat, int millis, Duration after) {
            this.heartbeat = heartbeat;
            this.millis = millis;
            this.after = after;
        }
    }

    @Test
    @Tag("services")
    void whatAKilledWorkerRanRunsElsewhere() throws Exception {
        measure(Death.KILLED, 1, 1);
    }

    @Test
    @Tag("services")
    void whatAStoppedWorkerRanRunsElsewhere() throws Exception {
        measure(Death.STOPPED, 1, 1);
    }

    @Test
    @Tag("chaos")
    void manyWorkersAreKilled() throws Exception {
        measure(Death.KILLED, RUNS, AT_ONCE);
    }

    @Test
    @Tag("chaos")
    void manyWorkersAreStopped() throws Exception {
        measure(Death.STOPPED, RUNS, AT_ONCE);
    }

    @Test
    @Tag("chaos")
    void manyWorkersAreStoppedBeforeTheyTold() throws Exception {
        measure(Death.STOPPED_EARLY, RUNS, AT_ONCE);
    }

    private static void measure(Death death, int runs, int atOnce) throws Exception {
        Services services = Services.shared();
        System.out.println(services.describe());
        String prefix = "windlass.recovery." + UUID.randomUUID();
        try (TemporaryDatabase database = services.newDatabase("windlass_recovery");
                Effects effects = new Effects(database.url());
                Cluster cluster = new Cluster(new Cluster.Settings(
                        services.amqpUrl() + (death == Death.STOPPED_EARLY ? AMQP_HEARTBEAT : ""),
                        database.url(),
                        prefix,
                        death.heartbeat,
                        LEASE,
                        Path.of("target", "recovery-logs")));
                AmqpProxy proxy =
                        AmqpProxy.builder(services.amqpUrl()).prefix(prefix).connect()) {
            effects.createTables();
            Trial trial = new Trial(cluster, effects, new FlowTable(database.url()), proxy, death);
            trial.run(runs, atOnce);
        }
    }

    private static final class Trial {
        private final Cluster cluster;
        private final Effects effects;
        private final FlowTable flows;
        private final AmqpProxy proxy;
        private final Death death;
        private final List<Long> millis = new ArrayList<>();
        private int number;

        Trial(Cluster cluster, Effects effects, FlowTable flows, AmqpProxy proxy, Death death) {
            this.cluster = cluster;
            this.effects = effects;
            this.flows = flows;
            this.proxy = proxy;
            this.death = death;
        }

        /** Has workers die until so many runs were lost. */
        void run(int runs, int atOnce) throws Exception {
            ChildProcess engine = cluster.engine("engine");
            List<UUID> ended = new ArrayList<>();
            while (millis.size() < runs) {
                fillUp();
                List<FlowOrder> orders = Stream.generate(
                                () -> FlowOrder.of("v", atOnce == 1 ? death.millis : 2 * death.millis, false))
                        .limit(atOnce)
                        .toList();
                orders.forEach(order -> cluster.order(engine, order));
                List<UUID> flows = orders.stream().map(FlowOrder::id).toList();
                loseAWorkerOf(flows);
                ended.addAll(flows);
            }
            Audit audit = new Audit(effects, cluster.killed());
            ended.forEach(audit::done);
            assertThat(audit.wrong()).isEmpty();
            assertThat(audit.unexplainedRuns()).isEmpty();
            print();
        }

        /** Starts workers until all are there. */
        private void fillUp() throws InterruptedException {
            while (cluster.workers().size() < WORKERS) {
                cluster.worker("worker-" + ++number, POOL, "RECORD,BACKEND,STATUS", AT_ONCE);
            }
            List<String> names =
                    cluster.workers().stream().map(ChildProcess::name).toList();
            try (RollCall call = new RollCall(proxy)) {
                await().atMost(PATIENCE)
                        .until(() -> call.present().stream()
                                .map(WorkerView::name)
                                .toList()
                                .containsAll(names));
            }
        }

        private void loseAWorkerOf(List<UUID> all) throws Exception {
            soon(() -> all.stream().allMatch(flow -> runs(flow).size() == 1));
            long began = System.nanoTime();
            long pid = runs(all.get(0)).get(0).pid();
            soon(() -> System.nanoTime() - began > death.after.toNanos());
            ChildProcess victim = cluster.workerOf(pid);
            long lostAt = System.nanoTime();
            if (death == Death.KILLED) {
                cluster.kill(victim);
            } else {
                signal("STOP", victim);
            }
            // On a slow machine some may have ended before.
            List<UUID> lost = all.stream()
                    .filter(flow -> runs(flow).get(0).pid() == pid)
                    .filter(flow -> !runs(flow).get(0).finished())
                    .toList();
            awaitOthers(lost, lostAt);
            if (death != Death.KILLED) {
                signal("CONT", victim);
            }
            await().atMost(PATIENCE).until(() -> flows.count(all, "SUCCESS") == all.size());
            if (death != Death.KILLED) {
                cluster.kill(victim);
            }
            all.forEach(flow -> assertThat(flows.history(flow))
                    .filteredOn(
                            change -> change.atom().equals(TASK) && change.to().equals("SUCCESS"))
                    .hasSize(1));
            assertThat(all).allMatch(flow -> runs(flow).size() <= 2);
        }

        /** Waits until each runs a second time, and notes when it does. */
        private void awaitOthers(List<UUID> lost, long lostAt) {
            Set<UUID> waiting = new HashSet<>(lost);
            soon(() -> {
                for (UUID flow : List.copyOf(waiting)) {
                    if (runs(flow).size() == 2) {
                        waiting.remove(flow);
                        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lostAt));
                    }
                }
                return waiting.isEmpty();
            });
        }

        private List<Effects.Run> runs(UUID flow) {
            return effects.runs(flow).stream()
                    .filter(run -> run.atom().equals(TASK))
                    .toList();
        }

        private static void soon(Callable<Boolean> isSo) {
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(isSo);
        }

        private static void signal(String name, ChildProcess process) throws IOException, InterruptedException {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        }

        private void print() {
            List<Long> sorted = millis.stream().sorted().toList();
            System.out.printf(
                    "lost worker, %s, heartbeat %d ms: %d runs began elsewhere after %d / %d / %d ms (min, median, max)%n",
                    death,
                    death.heartbeat.toMillis(),
                    sorted.size(),
                    sorted.get(0),
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() - 1));
        }
    }
}
