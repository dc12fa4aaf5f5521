package io.windlass.job.zookeeper;

import io.windlass.job.JobEntity;
import io.windlass.value.Value;
import io.windlass.value.ValueMaps;
import io.windlass.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** What a board has beside its jobs: entities, and the keys that make posting twice post once. Thread-safe. */
final class Extras {
    private static final Duration KEYS_LAST = Duration.ofDays(1);

    /**
     * A key that was posted.
     *
     * @param job the job's id
     * @param at when
     */
    record Posted(UUID job, Instant at) {}

    private final CuratorFramework client;
    private final Calls calls;
    private final Paths paths;
    private final List<JobEntity> own = new CopyOnWriteArrayList<>();

    Extras(CuratorFramework client, Calls calls, Paths paths) {
        this.client = client;
        this.calls = calls;
        this.paths = paths;
    }

    Optional<Posted> posted(String key) {
        return posted(paths.key(key), "reading a key");
    }

    private Optional<Posted> posted(String path, String what) {
        return calls.call(what, () -> {
            Stat stat = new Stat();
            try {
                String job = JobNode.string(client.getData().storingStatIn(stat).forPath(path));
                return Optional.of(new Posted(UUID.fromString(job), Instant.ofEpochMilli(stat.getCtime())));
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            }
        });
    }

    /** Forgets keys that are a day old and whose job is not there any more. */
    void forgetKeys(Predicate<UUID> isThere) {
        Instant old = Instant.now().minus(KEYS_LAST);
        for (String key : calls.call("listing keys", () -> client.getChildren().forPath(paths.keys()))) {
            String path = paths.keys() + "/" + key;
            posted(path, "reading a key")
                    .filter(posted -> posted.at().isBefore(old) && !isThere.test(posted.job()))
                    .ifPresent(posted -> calls.call(
                            "forgetting a key", () -> client.delete().quietly().forPath(path) == null));
        }
    }

    /** Keeps an entity until the session ends; {@link #renew} does so again in the next one. */
    void keep(JobEntity entity) {
        own.removeIf(known -> known.kind().equals(entity.kind()) && known.name().equals(entity.name()));
        own.add(entity);
        write(entity);
    }

    /** In a new session the entities are not there any more. */
    void renew() {
        own.forEach(this::write);
    }

    private void write(JobEntity entity) {
        Map<String, Value> metadata = new TreeMap<>();
        entity.metadata().forEach((name, value) -> metadata.put(name, Values.write(value)));
        byte[] data = JobNode.bytes(ValueMaps.write(metadata));
        String path = paths.entities(entity.kind()) + "/" + entity.name();
        calls.call("registering " + path, () -> {
            // Made anew, as a node stays with the session that made it.
            client.delete().quietly().forPath(path);
            return client.create()
                    .creatingParentsIfNeeded()
                    .withMode(CreateMode.EPHEMERAL)
                    .forPath(path, data);
        });
    }

    List<JobEntity> kept(String kind) {
        List<JobEntity> entities = new ArrayList<>();
        for (String name : names(kind)) {
            metadata(paths.entities(kind) + "/" + name)
                    .ifPresent(metadata -> entities.add(new JobEntity(kind, name, metadata)));
        }
        return entities;
    }

    private List<String> names(String kind) {
        return calls.call("listing entities", () -> {
            try {
                return client.getChildren().forPath(paths.entities(kind)).stream()
                        .sorted()
                        .toList();
            } catch (KeeperException.NoNodeException e) {
                return List.of();
            }
        });
    }

    private Optional<Map<String, String>> metadata(String path) {
        return calls.call("reading an entity", () -> {
            try {
                Map<String, String> metadata = new TreeMap<>();
                ValueMaps.read(JobNode.string(client.getData().forPath(path)))
                        .forEach((name, value) -> metadata.put(name, text(value)));
                return Optional.of(metadata);
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            }
        });
    }

    /** TaskFlow keeps numbers, too. */
    private static String text(Value value) {
        @Nullable Object read = Values.read(value, Object.class);
        return String.valueOf(read);
    }
}
