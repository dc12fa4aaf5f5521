package io.windlass.examples.crash;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A RabbitMQ node of a test's own, from the programs that are installed on this machine. */
final class RabbitNode implements Broker {
    private static final Path INSTALLED = Path.of("/usr/lib/rabbitmq/lib");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final String ELECT = """
            [begin ra:trigger_election(Server), element(1, Server) end || Queue <- rabbit_amqqueue:list(),
             amqqueue:get_type(Queue) =:= rabbit_quorum_queue, Server <- [amqqueue:get_pid(Queue)],
             ra_leaderboard:lookup_leader(element(1, Server)) =:= undefined].
            """;

    private final Path server;
    private final Path folder;
    private final Map<String, String> environment;
    private final String url;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
    private Process process;

    private RabbitNode(Path server, Path folder, int port, int distributionPort, List<String> settings)
            throws IOException {
        this.server = server;
        this.folder = Files.createDirectories(folder.resolve("rabbit-" + UUID.randomUUID()))
                .toAbsolutePath();
        this.url = "amqp://guest:guest@127.0.0.1:" + port;
        Path cookie = Files.writeString(this.folder.resolve(".erlang.cookie"), "windlass");
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
        Files.writeString(
                this.folder.resolve("rabbitmq.config"), "[{rabbit, [" + String.join(", ", settings) + "]}].\n");
        this.environment = Map.ofEntries(
                Map.entry("HOME", this.folder.toString()),
                Map.entry("RABBITMQ_NODENAME", "windlass" + port + "@localhost"),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
                Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distributionPort)),
                Map.entry("RABBITMQ_MNESIA_BASE", at("mnesia")),
                Map.entry("RABBITMQ_LOG_BASE", at("log")),
                Map.entry("RABBITMQ_PID_FILE", at("pid")),
                Map.entry("RABBITMQ_CONFIG_FILE", at("rabbitmq.config")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", at("plugins")),
                Map.entry("RABBITMQ_GENERATED_CONFIG_DIR", at("config")),
                Map.entry("RABBITMQ_SCHEMA_DIR", at("schema")),
                Map.entry("RABBITMQ_QUORUM_DIR", at("quorum")),
                Map.entry("RABBITMQ_STREAM_DIR", at("stream")),
                Map.entry("RABBITMQ_FEATURE_FLAGS_FILE", at("flags")));
        this.process = launch();
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    /** Starts one, with such settings as Erlang terms, {@code {name, value}}; skips the test where none is installed. */
    static RabbitNode start(Path folder, String... settings) {
        try {
            Path server = installed();
            RabbitNode node = new RabbitNode(server, folder, freePort(), freePort(), List.of(settings));
            try {
                node.awaitAnswer();
            } catch (RuntimeException | Error e) {
                node.close();
                throw e;
            }
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path installed() throws IOException {
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                List<Path> servers = versions.map(version -> version.resolve("sbin/rabbitmq-server"))
                        .filter(Files::isExecutable)
                        .toList();
                if (!servers.isEmpty()) {
                    return servers.get(0);
                }
            }
        }
        return Assumptions.abort("no RabbitMQ is installed on this machine, under " + INSTALLED
                + ", to start a node that may be killed");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(server.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitAnswer() {
        ConnectionFactory factory = new ConnectionFactory();
        await("RabbitMQ, see " + folder).atMost(PATIENCE).ignoreExceptions().until(() -> {
            factory.setUri(url);
            factory.newConnection("probe").close();
            return true;
        });
    }

    /**
     * Runs this node's {@code rabbitmqctl}; {@return its output}
     *
     * @throws IllegalStateException when it fails
     */
    String ctl(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(server.resolveSibling("rabbitmqctl").toString());
        command.addAll(List.of("-n", Objects.requireNonNull(environment.get("RABBITMQ_NODENAME"))));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process tool = builder.start();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IllegalStateException("rabbitmqctl " + List.of(arguments) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rabbitmqctl ran", e);
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void restart() {
        kill();
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
        lookedAt.set(System.nanoTime());
    }

    /**
     * Has quorum queues elect a leader that have none. A node that is killed within about half a second of a queue's
     * declaration may never do so by itself when it is back (rabbitmq-server#10070, here with 3.10.8 and one node):
     * whoever consumes from the queue waits, and what is published to it is refused. Looks each ten seconds only, as
     * each look costs half a second of a processor.
     */
    @Override
    public void tend() {
        long before = lookedAt.get();
        if (System.nanoTime() - before < BETWEEN_LOOKS.toNanos()
                || !lookedAt.compareAndSet(before, System.nanoTime())) {
            return;
        }
        String elected = ctl("eval", ELECT).strip();
        if (!elected.equals("[]")) {
            System.out.println(
                    "RabbitMQ came back with queues without a leader; they were told to elect one: " + elected);
        }
    }

    /** SIGKILL, to the server and the script that started it. */
    private void kill() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        kill();
    }
}
