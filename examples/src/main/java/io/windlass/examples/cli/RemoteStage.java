package io.windlass.examples.cli;

import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.flows.Example;
import io.windlass.examples.flows.Post;
import io.windlass.examples.flows.Stage;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Runs examples on worker processes; the engine is in this one. Leaves nothing on the broker. */
final class RemoteStage {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final int SLOTS = 2;

    private final String amqpUrl;
    private final String databaseUrl;
    private final Path logs;
    private final PrintWriter out;

    /** A stage on that broker, and on a database that is its own. */
    RemoteStage(String amqpUrl, String databaseUrl, Path logs, PrintWriter out) {
        this.amqpUrl = amqpUrl;
        this.databaseUrl = databaseUrl;
        this.logs = logs;
        this.out = out;
    }

    /** Runs an example with the workers that it needs; {@return whether each of its flows ended as it must} */
    boolean play(Example example) {
        String prefix = "windlass.example." + UUID.randomUUID();
        try (Cluster cluster = new Cluster(new Cluster.Settings(amqpUrl, databaseUrl, prefix, HEARTBEAT, LEASE, logs));
                Persistence persistence = PostgresPersistence.builder()
                        .url(databaseUrl)
                        .name("example")
                        .lease(LEASE)
                        .open();
                Proxy proxy = AmqpProxy.builder(amqpUrl)
                        .prefix(prefix)
                        .name("example")
                        .connect();
                RemoteExecutor executor =
                        new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT))) {
            example.prepare(databaseUrl);
            for (Post post : example.posts()) {
                cluster.worker(post.worker(), post.pool(), String.join(",", post.serves()), SLOTS);
            }
            return Stage.with(out, engine -> engine.persistence(persistence).executor(executor))
                    .play(example.remoteScenes());
        }
    }
}
