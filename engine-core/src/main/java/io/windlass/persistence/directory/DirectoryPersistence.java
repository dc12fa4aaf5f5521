package io.windlass.persistence.directory;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoreState;
import io.windlass.persistence.tables.LeaseRenewal;
import io.windlass.persistence.tables.TablePersistence;
import io.windlass.persistence.tables.TableStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in a directory of JSON files, for flows of one machine that need no database. Several processes may open
 * one directory at once; each operation locks it, leases go by the machine's clock. What was saved survives a process
 * that is killed, and a power failure as far as the disk keeps what it was told to. The directory must be on a local
 * file system with POSIX locks, atomic renames and directories that can be forced to the disk (not NFS, not Windows).
 *
 * <p>Changes are gathered by one thread and recorded in groups; their stages complete on another one. While 10,000 wait,
 * {@link #save} blocks. A disk that is full or fails makes calls fail with {@link StorageException}, which names the file;
 * later ones are tried afresh. Thread-safe.
 */
public final class DirectoryPersistence extends TablePersistence {
    /** How long a process that stopped renewing keeps its flows. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryPersistence.class);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final int RENEWALS_PER_LEASE = 3;

    private final DirectoryStore store;
    private final Owner owner;
    private final Duration lease;
    private final StoreThread thread;
    private final LeaseRenewal renewal;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long renewedAt = System.nanoTime();

    private DirectoryPersistence(DirectoryStore store, Duration lease) {
        this.store = store;
        this.lease = lease;
        this.owner = store.ask(tables -> tables.register(lease));
        this.thread = new StoreThread(store, owner, fence::give);
        this.renewal = new LeaseRenewal(owner, lease.dividedBy(RENEWALS_PER_LEASE), this::renew);
        watch().start(lease);
    }

    /**
     * Opens a directory with a lease of {@link #DEFAULT_LEASE}.
     *
     * @see #open(Path, Duration)
     */
    public static DirectoryPersistence open(Path directory) {
        return open(directory, DEFAULT_LEASE);
    }

    /**
     * Opens a directory, registers this process and starts its threads; repeats what was recorded and may have been
     * lost from the files.
     *
     * @param directory must exist; an empty one is made a store
     * @param lease how long this process keeps its flows after it stopped renewing; from 100 ms
     * @throws StorageException when there is no such directory, it may not be read and written, it is not one of
     *     Windlass's, of a newer version, or has a broken file; says which and what to do
     */
    public static DirectoryPersistence open(Path directory, Duration lease) {
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease " + lease + " is too short; " + SHORTEST_LEASE + " is the least");
        }
        return new DirectoryPersistence(DirectoryStore.open(directory), lease);
    }

    private void renew() {
        long now = System.nanoTime();
        tell(tables -> tables.renew(owner, lease));
        renewedAt = now;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public InstantSource clock() {
        return DirectoryStore.CLOCK;
    }

    @Override
    public CompletionStage<@Nullable Void> save(FlowChange change) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        boolean taken = thread.save(new Operation.Save(change, done));
        return taken ? done : CompletableFuture.failedFuture(closedError());
    }

    /** {@return the flow's history in its order; empty when there is no such flow} */
    public List<HistoryEntry> history(UUID flow) {
        return store.run((rules, tables) -> tables.history(flow));
    }

    @Override
    public StoreState state() {
        if (closed.get()) {
            return StoreState.CLOSED;
        }
        if (fence.isGiven()) {
            return StoreState.FENCED;
        }
        if (!thread.isAlive()) {
            return StoreState.BROKEN;
        }
        return System.nanoTime() - renewedAt > lease.toNanos() ? StoreState.OVERDUE : StoreState.LEASED;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        renewal.close();
        watch().close();
        try {
            thread.close(
                    tables -> {
                        tables.unregister(owner);
                        return owner;
                    },
                    CLOSE_PATIENCE);
        } catch (FencedException e) {
            LOG.debug("Nothing is left to let go of: others own this process's flows.", e);
        } catch (StorageException e) {
            LOG.warn("This process's flows are not let go of; others take them over when its lease runs out.", e);
        }
    }

    @Override
    protected <T> T ask(Function<TableStore, T> question) {
        return thread.ask(question);
    }

    @Override
    protected boolean isClosed() {
        return closed.get();
    }
}
