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
import io.windlass.remote.RollCall;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs examples on worker processes; the engine is in this one. Leaves nothing on the broker. */
final class RemoteStage {
    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int SLOTS = 2;

    private final String amqpUrl;
    private final String databaseUrl;
    private final String prefix;
    private final Path logs;
    private final PrintWriter out;

    /** A stage on that broker, under a prefix that is its own, and on a database that is its own. */
    RemoteStage(String amqpUrl, String databaseUrl, String prefix, Path logs, PrintWriter out) {
        this.amqpUrl = amqpUrl;
        this.databaseUrl = databaseUrl;
        this.prefix = prefix;
        this.logs = logs;
        this.out = out;
    }

    /** Runs an example with the workers that it needs; {@return whether each of its flows ended as it must} */
    boolean play(Example example) throws InterruptedException {
        // Closed in the reverse of this order, the cluster still finds the reply queue of this process in the database,
        // to delete it.
        try (Persistence persistence = PostgresPersistence.builder()
                        .url(databaseUrl)
                        .name("example")
                        .lease(LEASE)
                        .open();
                Proxy proxy = AmqpProxy.builder(amqpUrl)
                        .prefix(prefix)
                        .name("example")
                        .connect();
                Cluster cluster =
                        new Cluster(new Cluster.Settings(amqpUrl, databaseUrl, prefix, HEARTBEAT, LEASE, logs));
                RemoteExecutor executor =
                        new RemoteExecutor(proxy, persistence, RemoteOptions.DEFAULT.withHeartbeat(HEARTBEAT))) {
            example.prepare(databaseUrl);
            start(example.posts(), cluster, proxy);
            return Stage.with(out, engine -> engine.persistence(persistence).executor(executor))
                    .play(example.remoteScenes());
        }
    }

    /** Starts workers and waits until all have said that they are there. */
    private void start(List<Post> posts, Cluster cluster, Proxy proxy) throws InterruptedException {
        for (Post post : posts) {
            cluster.worker(post.worker(), post.pool(), String.join(",", post.serves()), SLOTS);
        }
        Set<String> missing = posts.stream().map(Post::worker).collect(Collectors.toCollection(TreeSet::new));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (RollCall call = new RollCall(proxy)) {
            while (!missing.isEmpty()) {
                if (System.nanoTime() >= deadline) {
                    throw new IllegalStateException(
                            "workers " + missing + " did not start within " + PATIENCE + "; see their logs in " + logs);
                }
                call.listen(LOOK_EVERY).forEach(worker -> missing.remove(worker.name()));
            }
        }
    }
}
