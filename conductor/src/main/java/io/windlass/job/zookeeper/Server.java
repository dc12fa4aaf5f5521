package io.windlass.job.zookeeper;

import io.windlass.failure.InvalidFormatException;
import io.windlass.job.Job;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.Order;
import io.windlass.job.Release;
import io.windlass.job.zookeeper.KnownJobs.Known;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** The nodes of jobs and claims on the server; what changes several is one transaction. Thread-safe. */
final class Server {
    private final CuratorFramework client;
    private final Calls calls;
    private final Paths paths;
    private final Jobboard board;

    Server(CuratorFramework client, Calls calls, Paths paths, Jobboard board) {
        this.client = client;
        this.calls = calls;
        this.paths = paths;
        this.board = board;
    }

    /** The folders of a board are there, made if need be. */
    void makeFolders() {
        for (String folder : List.of(paths.jobs(), paths.trash(), paths.keys())) {
            calls.call(
                    "making " + folder,
                    () -> client.checkExists().creatingParentsIfNeeded().forPath(folder + "/x") == null);
        }
    }

    /** {@return the names of all nodes of the board, of jobs and claims, as the leader has them} */
    List<String> nodes() {
        return calls.call("listing " + paths.jobs(), () -> {
            // Goes ahead of the next call.
            client.sync().forPath(paths.jobs());
            return client.getChildren().forPath(paths.jobs());
        });
    }

    /**
     * {@return the job of a node; empty when it is gone}
     *
     * @throws JobException when it has something else
     */
    Optional<Known> read(String node) {
        return calls.call("reading " + paths.job(node), () -> {
            Stat stat = new Stat();
            try {
                return Optional.of(
                        known(node, client.getData().storingStatIn(stat).forPath(paths.job(node)), stat));
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            } catch (InvalidFormatException e) {
                throw new JobException(paths.job(node) + " is no job: " + e.getMessage() + "; remove it", e);
            }
        });
    }

    Jobboard board() {
        return board;
    }

    Known known(String node, byte[] data, Stat stat) {
        Instant created = Instant.ofEpochMilli(stat.getCtime());
        return new Known(new Job(board, JobNode.read(data), Paths.sequence(node), created), node);
    }

    /** {@return when the job's node was written last; empty when it is gone} */
    Optional<Instant> modified(String node) {
        return calls.call(
                        "asking for " + paths.job(node),
                        () -> Optional.ofNullable(client.checkExists().forPath(paths.job(node))))
                .map(stat -> Instant.ofEpochMilli(stat.getMtime()));
    }

    /** {@return the claim on a job; empty when nobody claims it} */
    Optional<Lock> lock(String node) {
        return calls.call("reading " + paths.lock(node), () -> {
            Stat stat = new Stat();
            try {
                return Optional.of(
                        Lock.read(client.getData().storingStatIn(stat).forPath(paths.lock(node)), stat));
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            }
        });
    }

    /** {@return the new node} A connection that is lost meanwhile makes no second one. */
    String post(JobPosting posting, Calls.Call<Optional<String>> found) {
        byte[] data = JobNode.write(posting);
        return calls.once(
                "posting " + posting,
                () -> Paths.node(client.create()
                        .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                        .forPath(paths.newJob(), data)),
                found);
    }

    /** {@return the new node; empty when the key is known} */
    Optional<String> post(JobPosting posting, String key, Calls.Call<Optional<String>> found) {
        byte[] data = JobNode.write(posting);
        byte[] id = JobNode.bytes(posting.id().toString());
        try {
            return Optional.of(calls.once(
                    "posting " + posting,
                    () -> Paths.node(client.transaction()
                            .forOperations(
                                    client.transactionOp().create().forPath(paths.key(key), id),
                                    client.transactionOp()
                                            .create()
                                            .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                                            .forPath(paths.newJob(), data))
                            .get(1)
                            .getResultPath()),
                    found));
        } catch (JobException e) {
            if (e.getCause() instanceof KeeperException.NodeExistsException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** {@return whether the job is claimed now, by this call} */
    boolean claim(String node, String who) {
        UUID claim = UUID.randomUUID();
        byte[] data = Lock.write(who, claim);
        return changed(
                "claiming " + paths.job(node),
                () -> client.transaction()
                        .forOperations(
                                client.transactionOp().check().forPath(paths.job(node)),
                                client.transactionOp()
                                        .create()
                                        .withMode(CreateMode.EPHEMERAL)
                                        .forPath(paths.lock(node), data)),
                () -> isClaim(node, claim));
    }

    private boolean isClaim(String node, UUID claim) throws Exception {
        return lock(node)
                .filter(lock -> claim.toString().equals(lock.claim())
                        && isOurs(lock.stat().getEphemeralOwner()))
                .isPresent();
    }

    private boolean isOurs(long session) {
        return calls.call("asking for the session", calls::session) == session;
    }

    /** {@return whether this session claimed the job for this name, and it is consumed} */
    boolean consume(String node, String who) {
        return claimed(
                node,
                who,
                lock -> changed(
                        "consuming " + paths.job(node),
                        () -> client.transaction()
                                .forOperations(
                                        unlock(node, lock).run(),
                                        client.transactionOp().delete().forPath(paths.job(node))),
                        () -> modified(node).isEmpty()));
    }

    /** {@return whether this session claimed the job for this name, and does no more} */
    boolean abandon(String node, String who) {
        return claimed(
                node,
                who,
                lock -> changed(
                        "abandoning " + paths.job(node),
                        () -> client.delete()
                                .withVersion(lock.stat().getVersion())
                                .forPath(paths.lock(node)),
                        () -> lock(node).isEmpty()));
    }

    /** Takes the claim on a job away, whoever has it, and keeps the order with it. {@return whether there was one} */
    boolean release(String node, Order order) {
        Optional<Lock> lock = lock(node);
        return lock.isPresent()
                && changed(
                        "taking the claim on " + paths.job(node) + " away",
                        () -> client.transaction()
                                .forOperations(
                                        unlock(node, lock.get()).run(),
                                        client.transactionOp()
                                                .setData()
                                                .forPath(
                                                        paths.job(node),
                                                        JobNode.with(
                                                                client.getData().forPath(paths.job(node)),
                                                                lock.get().owner(),
                                                                order))),
                        () -> lock(node)
                                .map(now -> now.stat().getCzxid()
                                        != lock.get().stat().getCzxid())
                                .orElse(true));
    }

    /** {@return how the claim on a job was taken away last} */
    Optional<Release> released(String node) {
        return calls.call("reading " + paths.job(node), () -> {
            Stat stat = new Stat();
            try {
                return JobNode.released(client.getData().storingStatIn(stat).forPath(paths.job(node)), stat);
            } catch (KeeperException.NoNodeException e) {
                return Optional.empty();
            }
        });
    }

    /** {@return the part of a transaction that ends a claim, if it is still that one} */
    Calls.Call<CuratorOp> unlock(String node, Lock lock) {
        return () -> client.transactionOp()
                .delete()
                .withVersion(lock.stat().getVersion())
                .forPath(paths.lock(node));
    }

    /** {@return what comes of the work on a claim; false when this session has none of this name} */
    boolean claimed(String node, String who, Predicate<Lock> then) {
        Optional<Lock> lock = lock(node);
        return lock.isPresent()
                && isOurs(lock.get().stat().getEphemeralOwner())
                && lock.get().owner().equals(who)
                && then.test(lock.get());
    }

    /** {@return whether a change was made; not when a node of it was there already, or gone} */
    boolean changed(String what, Calls.Call<@Nullable Object> change, Calls.Call<Boolean> isMade) {
        return calls.once(
                what,
                () -> {
                    try {
                        change.run();
                        return true;
                    } catch (KeeperException.NoNodeException
                            | KeeperException.NodeExistsException
                            | KeeperException.BadVersionException e) {
                        return false;
                    }
                },
                () -> isMade.run() ? Optional.of(true) : Optional.empty());
    }
}
