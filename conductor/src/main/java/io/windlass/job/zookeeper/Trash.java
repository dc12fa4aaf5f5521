package io.windlass.job.zookeeper;

import io.windlass.failure.InvalidFormatException;
import io.windlass.job.TrashedJob;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of jobs that were put aside. Boards beside each other share it, so each node says whose it is; one of
 * TaskFlow's does not, and is everybody's. Thread-safe.
 */
final class Trash {
    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

    /** What is added to a posting. */
    private static final String TRASHED = "trashed";

    /** A job in the trash. */
    record Node(String path, long change, TrashedJob job) {}

    private final CuratorFramework client;
    private final Calls calls;
    private final Paths paths;

    Trash(CuratorFramework client, Calls calls, Paths paths) {
        this.client = client;
        this.calls = calls;
        this.paths = paths;
    }

    /** {@return a path for a job's node, its own name if that is free} */
    String free(String node) throws Exception {
        String path = paths.trash() + "/" + node;
        return client.checkExists().forPath(path) == null ? path : path + "-" + UUID.randomUUID();
    }

    /** {@return what a job's node has, and who trashes it} */
    byte[] copy(String node, String who, @Nullable String why) throws Exception {
        Stat stat = new Stat();
        Map<String, Value> fields = new LinkedHashMap<>(ValueMaps.read(
                JobNode.string(client.getData().storingStatIn(stat).forPath(paths.job(node)))));
        Map<String, Value> trashed = new LinkedHashMap<>();
        JobNode.putText(trashed, "board", paths.jobs());
        JobNode.putText(trashed, "who", who);
        JobNode.putText(trashed, "why", why);
        JobNode.putText(trashed, "created", Instant.ofEpochMilli(stat.getCtime()));
        fields.put(TRASHED, new Value(ValueMaps.write(trashed)));
        return JobNode.bytes(ValueMaps.write(fields));
    }

    /** {@return this board's, the newest first} */
    List<Node> list() {
        List<Node> nodes = new ArrayList<>();
        for (String name : calls.call(
                "listing " + paths.trash(), () -> client.getChildren().forPath(paths.trash()))) {
            read(paths.trash() + "/" + name).ifPresent(nodes::add);
        }
        nodes.sort(Comparator.comparingLong(Node::change).reversed());
        return nodes;
    }

    private Optional<Node> read(String path) {
        return calls.call("reading " + path, () -> {
            Stat stat = new Stat();
            try {
                return read(path, client.getData().storingStatIn(stat).forPath(path), stat);
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            } catch (InvalidFormatException | DateTimeException e) {
                LOG.warn("{} is no job and is left out: {}.", path, e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** {@return the job of a node; empty when it is another board's} */
    private Optional<Node> read(String path, byte[] data, Stat stat) {
        Map<String, Value> fields = ValueMaps.read(JobNode.string(data));
        Map<String, Value> trashed = fields.containsKey(TRASHED)
                ? ValueMaps.read(fields.getOrDefault(TRASHED, Value.NULL).json())
                : Map.of("who", Values.write("unknown"));
        @Nullable String board = JobNode.text(trashed, "board");
        if (board != null && !board.equals(paths.jobs())) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(stat.getCtime());
        @Nullable Instant created = JobNode.time(trashed, "created");
        return Optional.of(new Node(
                path,
                stat.getCzxid(),
                new TrashedJob(
                        JobNode.read(data),
                        created == null ? at : created,
                        at,
                        JobNode.required(trashed, "who"),
                        JobNode.text(trashed, "why"))));
    }

    Optional<Node> newest(UUID job) {
        return list().stream().filter(node -> node.job().id().equals(job)).findFirst();
    }

    /** {@return whether the job was in the trash, and is not any more} */
    boolean forget(UUID job) {
        List<Node> nodes =
                list().stream().filter(node -> node.job().id().equals(job)).toList();
        nodes.forEach(node -> calls.call(
                "deleting " + node.path(), () -> client.delete().quietly().forPath(node.path()) == null));
        return !nodes.isEmpty();
    }
}
