package io.windlass.job.zookeeper;

import io.windlass.job.Job;
import io.windlass.job.JobEntity;
import io.windlass.job.JobEvent;
import io.windlass.job.JobException;
import io.windlass.job.JobOperations;
import io.windlass.job.JobPosting;
import io.windlass.job.base.BaseJobboard;
import io.windlass.job.base.Sighting;
import io.windlass.job.zookeeper.KnownJobs.Known;
import io.windlass.persistence.Persistence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.jspecify.annotations.Nullable;

/**
 * A board in ZooKeeper. Jobs and claims are nodes as TaskFlow has them, so that a board may be shared with it: a claim is
 * an ephemeral node, which goes with the claimer's session. Each process watches the board and goes by what it knows; a
 * job that it does not know yet is not found. Times before which jobs may not be claimed are judged by the claimer's
 * clock. The same id posted by two processes at once makes two jobs; an idempotency key does not. For thousands of jobs at a time, not for hundreds of thousands: their names must fit into one answer of the
 * server. Threads are the client's. Thread-safe.
 */
public final class ZookeeperJobboard extends BaseJobboard {
    private static final Duration SOON = Duration.ofMillis(1);

    private final Supplier<CuratorFramework> clients;
    private final boolean ownsClient;
    private final Paths paths;
    private final Duration connectTimeout;
    private volatile @Nullable Connection connection;

    ZookeeperJobboard(
            Supplier<CuratorFramework> clients,
            boolean ownsClient,
            Paths paths,
            Duration connectTimeout,
            @Nullable Persistence store) {
        super(paths.jobs(), store);
        this.clients = clients;
        this.ownsClient = ownsClient;
        this.paths = paths;
        this.connectTimeout = connectTimeout;
    }

    /** {@return what to say where the board is with} */
    public static ZookeeperJobboardBuilder builder() {
        return new ZookeeperJobboardBuilder();
    }

    @Override
    protected void open() {
        CuratorFramework client = clients.get();
        Calls calls = new Calls(client, connectTimeout);
        Server server = new Server(client, calls, paths, this);
        Connection opened = new Connection(
                client,
                ownsClient,
                server,
                new Extras(client, calls, paths),
                new Discards(client, calls, paths, server),
                this::heard);
        opened.open(paths, connectTimeout);
        connection = opened;
    }

    private void heard(Optional<JobEvent> event) {
        event.ifPresentOrElse(this::announce, this::mayBeClaimable);
    }

    @Override
    protected void shut() {
        connection().close();
    }

    private Connection connection() {
        Connection current = connection;
        if (current == null) {
            throw new JobException("board " + name() + " is not connected; call connect() first");
        }
        return current;
    }

    @Override
    protected Job add(JobPosting posting) {
        return connection().post(posting);
    }

    @Override
    protected Optional<Sighting> look(UUID job) {
        return connection().look(job);
    }

    @Override
    protected List<UUID> ids(boolean fresh) {
        return connection().ids(fresh);
    }

    @Override
    protected boolean isEmpty() {
        return connection().known().isEmpty();
    }

    @Override
    protected boolean take(Job job, String who) {
        Instant now = Instant.now();
        return connection()
                .known()
                .find(job.id())
                .filter(known -> known.isDue(now) && connection().claim(known, who))
                .isPresent();
    }

    @Override
    protected Optional<Job> takeFirst(String who) {
        Optional<Job> first = takeKnown(who);
        return first.isPresent() || !connection().refreshIfOld(SLOW_LOOK) ? first : takeKnown(who);
    }

    private Optional<Job> takeKnown(String who) {
        Instant now = Instant.now();
        KnownJobs jobs = connection().known();
        Optional<Known> next = jobs.nextFree(null, now);
        while (next.isPresent() && !connection().claim(next.get(), who)) {
            next = jobs.nextFree(next.get(), now);
        }
        return next.map(Known::job);
    }

    @Override
    protected boolean finish(Job job, String who) {
        return connection().end(job, node -> connection().server().consume(node, who));
    }

    @Override
    protected boolean letGo(Job job, String who) {
        Connection current = connection();
        return current.known()
                .find(job.id())
                .filter(known -> current.server().abandon(known.node(), who))
                .isPresent();
    }

    @Override
    protected boolean discard(Job job, String who, @Nullable String why) {
        return connection().end(job, node -> connection().discards().trash(node, who, why));
    }

    @Override
    protected JobOperations operate() {
        return new ZookeeperOperations(this, connection());
    }

    @Override
    protected Duration untilNextLook() {
        Duration due = connection().known().untilNextDue(Instant.now()).orElse(SLOW_LOOK);
        return due.compareTo(SOON) < 0 ? SOON : due.compareTo(SLOW_LOOK) > 0 ? SLOW_LOOK : due.plus(SOON);
    }

    @Override
    protected void keep(JobEntity entity) {
        connection().extras().keep(entity);
    }

    @Override
    protected List<JobEntity> kept(String kind) {
        return connection().extras().kept(kind);
    }
}
