package io.windlass.persistence.memory;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoreState;
import io.windlass.persistence.tables.LeaseRenewal;
import io.windlass.persistence.tables.TablePersistence;
import io.windlass.persistence.tables.TableStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A store in memory, as strict as PostgreSQL and gone with the process. A save is recorded, and its stage complete,
 * when the call returns. Several of them on one {@link MemoryStore} are like several processes on one database:
 * each renews its lease on a daemon thread until it is closed. Thread-safe.
 */
public final class MemoryPersistence extends TablePersistence {
    /** How long a process that stopped renewing keeps its flows. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    private final MemoryStore store;
    private final Owner owner;
    private final Optional<LeaseRenewal> renewal;
    private volatile boolean closed;

    /** A store of its own, which no other process can take flows from; no thread is started. */
    public MemoryPersistence() {
        store = new MemoryStore();
        owner = store.ask(tables -> tables.register(DEFAULT_LEASE));
        renewal = Optional.empty();
    }

    /** A process on a shared store, with a lease of {@link #DEFAULT_LEASE}. */
    public MemoryPersistence(MemoryStore store) {
        this(store, DEFAULT_LEASE);
    }

    /**
     * A process on a shared store.
     *
     * @param lease by the store's clock; renewed every third of it, by the system's
     */
    public MemoryPersistence(MemoryStore store, Duration lease) {
        if (lease.toMillis() < 1) {
            throw new IllegalArgumentException("the lease must be a millisecond or longer, not " + lease);
        }
        this.store = store;
        this.owner = store.ask(tables -> tables.register(lease));
        this.renewal = Optional.of(
                new LeaseRenewal(owner, lease.dividedBy(3), () -> tell(tables -> tables.renew(owner, lease))));
        watch().start(lease);
    }

    /** {@return the data, to look at the history or to open another process on it} */
    public MemoryStore store() {
        return store;
    }

    @Override
    public Owner owner() {
        return owner;
    }

    @Override
    public InstantSource clock() {
        return store.clock();
    }

    @Override
    public CompletionStage<Void> save(FlowChange change) {
        try {
            tell(tables -> tables.save(owner, change));
            return CompletableFuture.completedFuture(null);
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public StoreState state() {
        if (closed) {
            return StoreState.CLOSED;
        }
        if (fence.isGiven()) {
            return StoreState.FENCED;
        }
        // From a store of its own nobody can take anything: its lease need not be renewed.
        return renewal.isEmpty() || store.ask(tables -> tables.holdsLease(owner))
                ? StoreState.LEASED
                : StoreState.OVERDUE;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        renewal.ifPresent(LeaseRenewal::close);
        watch().close();
        try {
            tell(tables -> tables.unregister(owner));
        } catch (FencedException e) {
            // Others own its flows already: nothing is left to let go of.
        } finally {
            closed = true;
        }
    }

    @Override
    protected <T> T ask(Function<TableStore, T> question) {
        return store.ask(question);
    }

    @Override
    protected boolean isClosed() {
        return closed;
    }
}
