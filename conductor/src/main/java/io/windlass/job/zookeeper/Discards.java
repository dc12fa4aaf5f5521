package io.windlass.job.zookeeper;

import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.jspecify.annotations.Nullable;

/** Moves jobs from the board to the trash and back, each in one transaction. Thread-safe. */
final class Discards {
    private final CuratorFramework client;
    private final Calls calls;
    private final Paths paths;
    private final Server server;
    private final Trash trash;

    Discards(CuratorFramework client, Calls calls, Paths paths, Server server) {
        this.client = client;
        this.calls = calls;
        this.paths = paths;
        this.server = server;
        trash = new Trash(client, calls, paths);
    }

    Trash trash() {
        return trash;
    }

    /** {@return whether this session claimed the job for this name, and it is in the trash} */
    boolean trash(String node, String who, @Nullable String why) {
        return server.claimed(node, who, lock -> trashed(node, who, why, List.of(server.unlock(node, lock))));
    }

    /** Puts a job in the trash, whoever claims it. {@return whether it was on the board, and is not any more} */
    boolean trashAnyway(String node, String by, String why) {
        while (server.modified(node).isPresent()) {
            Optional<Lock> lock = server.lock(node);
            if (trashed(node, by, why, lock.isPresent() ? List.of(server.unlock(node, lock.get())) : unclaimed(node))) {
                return true;
            }
            // Somebody claimed it, or let go of it, between the look and the change.
        }
        return false;
    }

    private boolean trashed(String node, String who, @Nullable String why, List<Calls.Call<CuratorOp>> claim) {
        return server.changed(
                "trashing " + paths.job(node),
                () -> {
                    List<CuratorOp> all = new ArrayList<>();
                    all.add(client.transactionOp().create().forPath(trash.free(node), trash.copy(node, who, why)));
                    for (Calls.Call<CuratorOp> part : claim) {
                        all.add(part.run());
                    }
                    all.add(client.transactionOp().delete().forPath(paths.job(node)));
                    return client.transaction().forOperations(all);
                },
                () -> server.modified(node).isEmpty());
    }

    /** {@return the part of a transaction that does not let it pass when somebody claims the job} */
    private List<Calls.Call<CuratorOp>> unclaimed(String node) {
        return List.of(
                () -> client.transactionOp().create().forPath(paths.lock(node)),
                () -> client.transactionOp().delete().forPath(paths.lock(node)));
    }

    /** {@return the new node of a job that was in the trash; empty when it is not there any more} */
    Optional<String> repost(Trash.Node aside, Calls.Call<Optional<String>> found) {
        JobPosting posting = aside.job().posting();
        try {
            return Optional.of(calls.once(
                    "posting " + posting + " again",
                    () -> Paths.node(client.transaction()
                            .forOperations(reposting(aside.path(), posting))
                            .get(1)
                            .getResultPath()),
                    found));
        } catch (JobException e) {
            if (e.getCause() instanceof KeeperException.NoNodeException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<CuratorOp> reposting(String aside, JobPosting posting) throws Exception {
        List<CuratorOp> all = new ArrayList<>();
        all.add(client.transactionOp().delete().forPath(aside));
        all.add(client.transactionOp()
                .create()
                .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                .forPath(paths.newJob(), JobNode.write(posting)));
        @Nullable String key = posting.idempotencyKey();
        if (key != null && client.checkExists().forPath(paths.key(key)) == null) {
            byte[] id = JobNode.bytes(posting.id().toString());
            all.add(client.transactionOp().create().forPath(paths.key(key), id));
        }
        return all;
    }
}
