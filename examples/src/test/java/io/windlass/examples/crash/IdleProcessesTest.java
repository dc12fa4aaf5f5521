package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.windlass.embedded.EmbeddedDatabase;
import io.windlass.embedded.EmbeddedDatabase.StopMode;
import io.windlass.embedded.Services;
import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.Cluster;
import io.windlass.proxy.Naming;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an engine, a conductor and a worker cost that have nothing to do, with the settings that they have by default:
 * statements as the database counts them, messages that go through the control exchange, and processor time. All is
 * printed, by kind. The database does not count {@code COMMIT}, so {@code BEGIN} counts twice.
 */
@Tag("chaos")
@Timeout(300)
class IdleProcessesTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration SETTLING = Duration.ofSeconds(15);
    private static final Duration COUNTED = Duration.ofSeconds(60);
    /** Of all three together. */
    private static final double MOST_STATEMENTS = 5;

    private static final double MOST_MESSAGES = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String prefix = "windlass.idle." + UUID.randomUUID();

    @Test
    void threeIdleProcessesSendFewStatementsAndMessages() throws Exception {
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
                    Services.shared().amqpUrl(), url, prefix, HEARTBEAT, LEASE, Path.of("target", "conductor-logs")))) {
                Map<String, ChildProcess> idle = Map.of(
                        "engine", cluster.engine("engine"),
                        "conductor", cluster.conductor("conductor", List.of(), line -> {}),
                        "worker", cluster.worker("worker", "default", "RECORD,BACKEND,STATUS", 4));
                letPass(SETTLING);
                count(counter, idle);
            }
        }
    }

    private void count(Jdbi counter, Map<String, ChildProcess> idle) throws Exception {
        try (Connection connection = connect()) {
            Map<String, Long> messages = messages(connection);
            Map<String, Duration> before = processorTime(idle);
            counter.useHandle(handle -> handle.execute("SELECT pg_stat_statements_reset()"));
            letPass(COUNTED);
            Map<String, Long> statements = statements(counter);
            Map<String, Long> sent = Map.copyOf(messages);
            processorTime(idle)
                    .forEach((name, after) -> System.out.printf(
                            Locale.ROOT,
                            "an idle %s takes %.2f %% of a processor%n",
                            name,
                            100 * aSecond(after.minus(before.get(name)).toNanos() / NANOS_PER_SECOND)));
            check("statements", statements, MOST_STATEMENTS);
            check("messages", sent, MOST_MESSAGES);
        }
    }

    private static double aSecond(double counted) {
        return counted / COUNTED.toSeconds();
    }

    private static void check(String what, Map<String, Long> counts, double most) {
        double all = aSecond(
                (double) counts.values().stream().mapToLong(Long::longValue).sum());
        System.out.printf(
                Locale.ROOT, "three idle processes send %.2f %s a second, in %d s:%n", all, what, COUNTED.toSeconds());
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> System.out.printf("  %4d %s%n", entry.getValue(), entry.getKey()));
        assertThat(all).as("%s a second: %s", what, counts).isBetween(0.1, most);
    }

    private static Map<String, Duration> processorTime(Map<String, ChildProcess> processes) {
        Map<String, Duration> times = new HashMap<>();
        processes.forEach((name, process) -> times.put(
                name,
                ProcessHandle.of(process.pid())
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElseThrow()));
        return times;
    }

    private static Connection connect() throws Exception {
        URI url = URI.create(Services.shared().amqpUrl());
        ConnectionFactory factory = new ConnectionFactory();
        String[] account = url.getUserInfo().split(":", 2);
        factory.setHost(url.getHost());
        factory.setPort(url.getPort());
        factory.setUsername(account[0]);
        factory.setPassword(account[1]);
        return factory.newConnection("counter");
    }

    /** {@return what goes through the control exchange from now on, by type} Counted on the connection's thread. */
    private Map<String, Long> messages(Connection connection) throws Exception {
        Map<String, Long> counts = new ConcurrentHashMap<>();
        Channel channel = connection.createChannel();
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, new Naming(prefix).controlExchange(), "#");
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> counts.merge(delivery.getProperties().getType(), 1L, Long::sum),
                tag -> {});
        return counts;
    }

    private static Map<String, Long> statements(Jdbi counter) {
        Map<String, Long> counts = counter.withHandle(handle -> handle.createQuery(
                        "SELECT left(regexp_replace(s.query, '\\s+', ' ', 'g'), 100) AS query, sum(s.calls) AS calls"
                                + " FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                                + " WHERE d.datname = 'idle' GROUP BY 1")
                .map((row, context) -> Map.entry(row.getString("query"), row.getLong("calls")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        counts.computeIfPresent("BEGIN", (begin, calls) -> 2 * calls);
        return counts;
    }

    /** What is measured is time: there is nothing else to wait for. */
    private static void letPass(Duration time) {
        long start = System.nanoTime();
        await().atMost(time.plusMinutes(1)).until(() -> System.nanoTime() - start > time.toNanos());
    }
}
