package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.EmbeddedDatabase;
import io.windlass.embedded.EmbeddedDatabase.StopMode;
import io.windlass.embedded.Services;
import io.windlass.examples.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How many statements a conductor process sends that has nothing to do, with its lease, its board and its looks for dead
 * processes: counted by the database, and printed. It does not count {@code COMMIT}, so {@code BEGIN} counts twice.
 */
@Tag("chaos")
@Timeout(300)
class IdleConductorTest {
    /** The defaults of {@code windlass conductor}. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration COUNTED = Duration.ofSeconds(60);
    private static final int MOST_A_SECOND = 5;

    @Test
    void anIdleConductorSendsFewStatements() throws InterruptedException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Path.of("target", "embedded"))) {
            Jdbi counter = Jdbi.create(server.url());
            counter.useHandle(
                    handle -> handle.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'"));
            server.restart(StopMode.FAST);
            counter.useHandle(handle -> {
                handle.execute("CREATE EXTENSION pg_stat_statements");
                handle.execute("CREATE DATABASE idle");
            });
            String url = server.url().replace("/postgres?", "/idle?");
            try (Cluster cluster = new Cluster(new Cluster.Settings(
                    Services.shared().amqpUrl(),
                    url,
                    "windlass.idle." + UUID.randomUUID(),
                    HEARTBEAT,
                    LEASE,
                    Path.of("target", "conductor-logs")))) {
                cluster.conductor("idle", List.of(), line -> {});
                letPass(SETTLING);
                counter.useHandle(handle -> handle.execute("SELECT pg_stat_statements_reset()"));
                letPass(COUNTED);
                check(statements(counter));
            }
        }
    }

    private static void check(Map<String, Long> statements) {
        long counted = statements.values().stream().mapToLong(Long::longValue).sum();
        double aSecond = (counted + statements.getOrDefault("BEGIN", 0L)) / (double) COUNTED.toSeconds();
        System.out.printf(
                Locale.ROOT,
                "an idle conductor process sends %.2f statements a second, in %d s:%n",
                aSecond,
                COUNTED.toSeconds());
        statements.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> System.out.printf("  %4d %s%n", entry.getValue(), entry.getKey()));
        assertThat(aSecond).as("statements a second: %s", statements).isBetween(0.1, (double) MOST_A_SECOND);
    }

    private static Map<String, Long> statements(Jdbi counter) {
        return counter.withHandle(handle -> handle.createQuery(
                        "SELECT left(regexp_replace(s.query, '\\s+', ' ', 'g'), 100) AS query, sum(s.calls) AS calls"
                                + " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                                + " WHERE d.datname = 'idle' GROUP BY 1")
                .map((row, context) -> Map.entry(row.getString("query"), row.getLong("calls")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** What is measured is time: there is nothing else to wait for. */
    private static void letPass(Duration time) {
        long start = System.nanoTime();
        await().atMost(time.plusMinutes(1)).until(() -> System.nanoTime() - start > time.toNanos());
    }
}
