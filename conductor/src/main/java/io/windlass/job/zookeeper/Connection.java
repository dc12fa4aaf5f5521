package io.windlass.job.zookeeper;

import io.windlass.failure.InvalidFormatException;
import io.windlass.failure.WindlassException;
import io.windlass.job.Job;
import io.windlass.job.JobEvent;
import io.windlass.job.JobException;
import io.windlass.job.JobPosting;
import io.windlass.job.base.Sighting;
import io.windlass.job.zookeeper.KnownJobs.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A board that is connected: what it knows is kept up to date by watching its folder. Thread-safe. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration KEYS_FORGOTTEN_EVERY = Duration.ofHours(1);

    private final CuratorFramework client;
    private final boolean ownsClient;
    private final Server server;
    private final Extras extras;
    private final Discards discards;
    private final Consumer<Optional<JobEvent>> told;
    private final KnownJobs known = new KnownJobs();
    private final CountDownLatch listed = new CountDownLatch(1);
    private final ConnectionStateListener states = (client, state) -> changed(state);
    private final AtomicLong refreshed = new AtomicLong(System.nanoTime());
    private final AtomicLong keysForgotten = new AtomicLong(System.nanoTime() - KEYS_FORGOTTEN_EVERY.toNanos());
    private volatile boolean up = true;
    private @Nullable CuratorCache watch;

    Connection(
            CuratorFramework client,
            boolean ownsClient,
            Server server,
            Extras extras,
            Discards discards,
            Consumer<Optional<JobEvent>> told) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.server = server;
        this.extras = extras;
        this.discards = discards;
        this.told = told;
    }

    void open(Paths paths, Duration timeout) {
        try {
            if (ownsClient) {
                client.start();
            }
            boolean reached = client.blockUntilConnected((int) timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!reached) {
                throw new JobException("board " + paths.jobs() + ": no ZooKeeper answers at "
                        + client.getZookeeperClient().getCurrentConnectionString() + " within " + timeout
                        + "; start it, or name another");
            }
            server.makeFolders();
            client.getConnectionStateListenable().addListener(states);
            watch(paths.jobs());
            if (!listed.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new JobException("board " + paths.jobs() + " was not listed within " + timeout
                        + "; ZooKeeper must be 3.6 or newer");
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new JobException("board " + paths.jobs() + ": interrupted while connecting", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void watch(String path) {
        CuratorCache cache = CuratorCache.build(client, path);
        watch = cache;
        cache.listenable()
                .addListener(CuratorCacheListener.builder()
                        .forCreates(this::created)
                        .forDeletes(this::deleted)
                        .forInitialized(listed::countDown)
                        .build());
        cache.start();
    }

    private void created(ChildData data) {
        String node = Paths.node(data.getPath());
        if (Paths.isLock(node)) {
            known.lock(Paths.jobOf(node));
        } else if (Paths.isJob(node)) {
            try {
                put(server.known(node, data.getData(), data.getStat()));
            } catch (InvalidFormatException e) {
                LOG.warn("{} is no job and is left out: {}.", data.getPath(), e.getMessage());
            }
        }
    }

    private void deleted(ChildData data) {
        String node = Paths.node(data.getPath());
        if (Paths.isLock(node)) {
            known.unlock(Paths.jobOf(node));
            told.accept(Optional.empty());
        } else {
            removed(node);
        }
    }

    private void put(Known job) {
        if (known.put(job)) {
            told.accept(Optional.of(
                    new JobEvent(JobEvent.Kind.POSTED, job.job().id(), job.job().name())));
        }
    }

    private void removed(String node) {
        known.remove(node)
                .ifPresent(gone -> told.accept(Optional.of(new JobEvent(
                        JobEvent.Kind.REMOVAL, gone.job().id(), gone.job().name()))));
    }

    private void changed(ConnectionState state) {
        up = state.isConnected();
        if (state == ConnectionState.LOST) {
            LOG.warn("The session with ZooKeeper is lost, and the claims with it; the board is listed again later.");
            known.clear();
        } else if (state == ConnectionState.RECONNECTED) {
            // What goes wrong is logged there.
            var unused = client.runSafe(this::recover);
        }
    }

    private void recover() {
        try {
            extras.renew();
            refresh(false);
            told.accept(Optional.empty());
        } catch (WindlassException e) {
            LOG.warn(
                    "The board is not listed after a lost connection: {}; it is when it is asked afresh.",
                    e.getMessage());
        }
    }

    KnownJobs known() {
        return known;
    }

    Server server() {
        return server;
    }

    Extras extras() {
        return extras;
    }

    Discards discards() {
        return discards;
    }

    /** {@return the jobs in the order of claiming; none while the connection is lost} */
    List<UUID> ids(boolean fresh) {
        if (!up) {
            return List.of();
        }
        if (fresh) {
            refresh(true);
        }
        return known.ids();
    }

    /** {@return whether it was so long ago that the board was listed, and it was now} */
    boolean refreshIfOld(Duration age) {
        boolean old = up && isOver(refreshed, age);
        if (old) {
            refresh(false);
        }
        return old;
    }

    private void refresh(boolean strict) {
        refreshed.set(System.nanoTime());
        List<String> nodes = server.nodes();
        Set<String> locks = new HashSet<>();
        nodes.stream().filter(Paths::isLock).map(Paths::jobOf).forEach(locks::add);
        known.nodes().stream().filter(node -> !nodes.contains(node)).forEach(this::removed);
        known.retainLocks(locks);
        nodes.stream()
                .filter(node -> Paths.isJob(node) && !known.contains(node))
                .forEach(node -> read(node, strict));
    }

    private void read(String node, boolean strict) {
        try {
            server.read(node).ifPresent(this::put);
        } catch (JobException e) {
            if (strict) {
                throw e;
            }
            LOG.warn("{}.", e.getMessage());
        }
    }

    Job post(JobPosting posting) {
        Optional<Known> before = known.find(posting.id());
        if (before.isPresent()) {
            return before.get().job();
        }
        @Nullable String key = posting.idempotencyKey();
        if (key == null) {
            return posted(server.post(posting, () -> nodeOf(posting.id())), posting);
        }
        if (isOver(keysForgotten, KEYS_FORGOTTEN_EVERY)) {
            extras.forgetKeys(job -> nodeOf(job).isPresent());
        }
        return server.post(posting, key, () -> nodeOf(posting.id()))
                .map(node -> posted(node, posting))
                .orElseGet(() -> posted(posting, key));
    }

    private Optional<String> nodeOf(UUID job) {
        refresh(false);
        return known.find(job).map(Known::node);
    }

    private Job posted(String node, JobPosting posting) {
        server.read(node).ifPresent(this::put);
        return known.find(posting.id())
                .map(Known::job)
                .orElseGet(() -> new Job(server.board(), posting, Paths.sequence(node), Instant.now()));
    }

    private Job posted(JobPosting posting, String key) {
        Extras.Posted first = extras.posted(key)
                .orElseThrow(() -> new JobException(posting + " was not posted, as its key was; post it again"));
        refresh(false);
        return known.find(first.job())
                .map(Known::job)
                .orElseGet(() -> new Job(server.board(), posting.withId(first.job()), 0, first.at()));
    }

    Optional<Sighting> look(UUID id) {
        Optional<Known> job = known.find(id);
        Optional<Instant> modified = job.flatMap(found -> server.modified(found.node()));
        if (job.isEmpty() || modified.isEmpty()) {
            job.ifPresent(gone -> removed(gone.node()));
            return Optional.empty();
        }
        Optional<Lock> lock = server.lock(job.get().node());
        Instant claimed =
                lock.map(found -> Instant.ofEpochMilli(found.stat().getCtime())).orElse(modified.get());
        return Optional.of(new Sighting(
                job.get().job(), lock.map(Lock::owner), claimed.isAfter(modified.get()) ? claimed : modified.get()));
    }

    boolean claim(Known job, String who) {
        boolean claimed = server.claim(job.node(), who);
        if (claimed) {
            // So that the next claim does not try it before the watch tells.
            known.lock(job.node());
        }
        return claimed;
    }

    /** {@return whether the job was taken off the board} */
    boolean end(Job job, Predicate<String> way) {
        Optional<Known> found = known.find(job.id()).filter(known -> way.test(known.node()));
        found.ifPresent(gone -> removed(gone.node()));
        return found.isPresent();
    }

    /** {@return the job that is on the board instead of in the trash; empty when it was not in it} */
    Optional<Job> putBack(UUID job) {
        Optional<Trash.Node> newest = discards.trash().newest(job);
        Optional<String> there = newest.flatMap(aside -> nodeOf(job));
        Optional<Job> back = there.isPresent()
                ? known.find(job).map(Known::job)
                : newest.flatMap(aside -> discards.repost(aside, () -> nodeOf(job))
                        .map(node -> posted(node, aside.job().posting())));
        back.ifPresent(posted -> discards.trash().forget(job));
        return back;
    }

    private static boolean isOver(AtomicLong since, Duration time) {
        long last = since.get();
        long now = System.nanoTime();
        return now - last >= time.toNanos() && since.compareAndSet(last, now);
    }

    void close() {
        client.getConnectionStateListenable().removeListener(states);
        if (watch != null) {
            watch.close();
        }
        if (ownsClient && client.getState() != CuratorFrameworkState.LATENT) {
            client.close();
        }
    }
}
