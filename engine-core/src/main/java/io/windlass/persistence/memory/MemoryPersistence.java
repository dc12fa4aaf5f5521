package io.windlass.persistence.memory;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FenceSignal;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoreState;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A store in memory, as strict as PostgreSQL and gone with the process. A save is recorded, and its stage complete,
 * when the call returns. Several of them on one {@link MemoryStore} are like several processes on one database:
 * each renews its lease on a daemon thread until it is closed. Thread-safe.
 */
public final class MemoryPersistence implements Persistence {
    /** How long a process that stopped renewing keeps its flows. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    private final MemoryStore store;
    private final Owner owner;
    private final FenceSignal fence = new FenceSignal();
    private final Optional<LeaseRenewal> renewal;
    private volatile boolean closed;

    /** A store of its own, which no other process can take flows from; no thread is started. */
    public MemoryPersistence() {
        store = new MemoryStore();
        owner = store.register(DEFAULT_LEASE);
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
        this.owner = store.register(lease);
        this.renewal = Optional.of(
                new LeaseRenewal(owner, lease.dividedBy(3), () -> guardedRun(() -> store.renew(owner, lease))));
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
    public CompletionStage<Void> save(FlowChange change) {
        try {
            guardedRun(() -> store.save(owner, change));
            return CompletableFuture.completedFuture(null);
        } catch (StorageException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<StoredFlow> load(UUID flow) {
        return guarded(() -> store.load(flow));
    }

    @Override
    public Optional<StoredFlow> claim(UUID flow) {
        return guarded(() -> store.claim(owner, flow));
    }

    @Override
    public void release(UUID flow) {
        guardedRun(() -> store.release(owner, flow));
    }

    @Override
    public List<Takeover> takeOver(Set<String> names, int limit) {
        return guarded(() -> store.takeOver(owner, names, limit));
    }

    @Override
    public List<String> deadReplyQueues() {
        return guarded(store::deadReplyQueues);
    }

    @Override
    public Optional<FlowOwnership> ownershipOf(UUID flow) {
        return guarded(() -> store.ownershipOf(flow));
    }

    @Override
    public void announceReplyQueue(String queue) {
        guardedRun(() -> store.announce(owner, queue));
    }

    @Override
    public void putInbox(InboxEntry entry) {
        guardedRun(() -> store.putInbox(owner, entry));
    }

    @Override
    public List<InboxEntry> inbox() {
        return guarded(() -> store.inbox(owner));
    }

    @Override
    public void clearInbox(List<InboxEntry> entries) {
        guardedRun(() -> store.clearInbox(owner, entries));
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
        return renewal.isEmpty() || store.holdsLease(owner) ? StoreState.LEASED : StoreState.OVERDUE;
    }

    @Override
    public void onFenced(Runnable listener) {
        fence.add(listener);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        renewal.ifPresent(LeaseRenewal::close);
        try {
            guardedRun(() -> store.unregister(owner));
        } catch (FencedException e) {
            // Others own its flows already: nothing is left to let go of.
        } finally {
            closed = true;
        }
    }

    private void guardedRun(Runnable call) {
        guarded(() -> {
            call.run();
            return owner;
        });
    }

    private <T> T guarded(Supplier<T> call) {
        if (closed) {
            throw new StorageException("the store of process " + owner.id() + " is closed; open another one");
        }
        try {
            return call.get();
        } catch (FencedException e) {
            fence.give();
            throw e;
        }
    }
}
