package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.volume.Effects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tasks that run at most once, on workers and engines that are killed at random moments. {@code -Donce.tasks} says how
 * many, {@code -Dcrash.seed} sets the seed, which is printed.
 */
@Tag("chaos")
class AtMostOnceLoopTest {
    private static final int TASKS = Integer.getInteger("once.tasks", 10_000);
    private static final int WORKERS = 4;
    private static final int ENGINES = 2;
    private static final int SLOTS = 8;
    private static final int FLOWS_AT_ONCE = 40;
    private static final int STARTS_FOR_EACH_KILL = 50;
    private static final int LONGEST_PAUSE_MILLIS = 2_000;
    private static final int ENGINE_DIES_OF = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Path LOGS = Path.of("target", "once-logs");
    private static final String OPEN = "state NOT IN ('SUCCESS', 'REVERTED', 'FAILURE')";

    private final long seed =
            Long.getLong("crash.seed", ThreadLocalRandom.current().nextLong());
    private final Random random = new Random(seed);
    private final String prefix = "windlass.once." + UUID.randomUUID();
    private final List<Process> engines = new ArrayList<>();
    private final Services services = Services.shared();
    private TemporaryDatabase database;
    private Effects effects;
    private Cluster cluster;
    private Jdbi jdbi;
    private int number;
    private int workersKilled;
    private int enginesKilled;

    @BeforeEach
    void start() {
        database = services.newDatabase("windlass_once");
        jdbi = Jdbi.create(database.url());
        effects = new Effects(database.url());
        effects.createTables();
        cluster = new Cluster(new Cluster.Settings(
                services.amqpUrl(), database.url(), prefix, OnceEngine.HEARTBEAT, OnceEngine.LEASE, LOGS));
        for (int i = 0; i < WORKERS; i++) {
            startWorker();
        }
        for (int i = 0; i < ENGINES; i++) {
            startEngine();
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> count("SELECT count(*) FROM windlass.owners") == ENGINES);
    }

    @AfterEach
    void stop() {
        engines.forEach(Process::destroyForcibly);
        cluster.close();
        effects.close();
        database.close();
    }

    private void startWorker() {
        cluster.worker("worker-" + ++number, "default", "RECORD", SLOTS);
    }

    private void startEngine() {
        String name = "engine-" + ++number;
        engines.add(JavaProcess.start(OnceEngine.class, name, LOGS, services.amqpUrl(), prefix, name, database.url()));
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private long flows(String where) {
        return count("SELECT count(*) FROM windlass.flows WHERE " + where);
    }

    /** Again and again, as what was ordered from an engine that is killed is lost. */
    private void order() {
        for (long i = flows(OPEN); i < FLOWS_AT_ONCE; i++) {
            order(engines.get(random.nextInt(engines.size())), UUID.randomUUID());
        }
    }

    private static void order(Process engine, UUID flow) {
        try {
            engine.getOutputStream().write((flow + "\n").getBytes(StandardCharsets.UTF_8));
            engine.getOutputStream().flush();
        } catch (IOException e) {
            // It was killed: the flow is not accepted.
        }
    }

    private void kill() {
        if (random.nextInt(ENGINE_DIES_OF) == 0) {
            engines.remove(random.nextInt(engines.size())).destroyForcibly();
            enginesKilled++;
            startEngine();
        } else {
            List<ChildProcess> workers = cluster.workers();
            cluster.kill(workers.get(random.nextInt(workers.size())));
            workersKilled++;
            startWorker();
        }
    }

    private List<String> startedTwice() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT flow || '/' || atom || '/' || round || ': ' || string_agg(run_id, ', ') FROM runs"
                                + " WHERE action = 'execute' GROUP BY flow, atom, round HAVING count(*) > 1")
                .mapTo(String.class)
                .list());
    }

    /** On a slow machine processes would else be killed faster than others take their place. */
    private void awaitStarts() {
        long before = starts();
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    order();
                    return starts() >= before + STARTS_FOR_EACH_KILL;
                });
    }

    private long starts() {
        return count("SELECT count(*) FROM runs WHERE action = 'execute'");
    }

    /** The random moment: nothing is waited for but time. */
    private void pause() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    @Test
    void nothingStartsTwice() throws InterruptedException {
        System.out.println("at most once: seed " + seed + "\n" + services.describe());
        long began = System.nanoTime();
        while (flows("true") * OnceEngine.TASKS < TASKS) {
            awaitStarts();
            pause();
            kill();
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> flows(OPEN) == 0);

        System.out.printf(
                "at most once: %d tasks in %d flows, %d starts, %d workers and %d engines killed, %d tasks may have run,"
                        + " %d s%n",
                flows("true") * OnceEngine.TASKS,
                flows("true"),
                starts(),
                workersKilled,
                enginesKilled,
                count("SELECT count(*) FROM windlass.atoms WHERE failure::text LIKE '%MayHaveRunException%'"),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        assertThat(startedTwice()).isEmpty();
        assertThat(flows("state = 'FAILURE'")).isZero();
        assertThat(new HistoryCheck(database.url()).wrong()).isEmpty();
    }
}
