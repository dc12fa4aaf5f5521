package io.windlass.persistence.tables;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FenceSignal;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.OperationStore;
import io.windlass.persistence.OperationWatch;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** A process on tables: asks the rules, and tells when they say that it was fenced. */
public abstract class TablePersistence implements Persistence {
    protected final FenceSignal fence = new FenceSignal();
    private final Operations operations = new Operations();

    /** Asks the rules, alone with them; what they wrote is durable on return. */
    protected abstract <T> T ask(Function<TableStore, T> question);

    /** {@return whether it was closed} */
    protected abstract boolean isClosed();

    private <T> T guarded(Function<TableStore, T> question) {
        if (isClosed()) {
            throw closedError();
        }
        try {
            return ask(question);
        } catch (FencedException e) {
            fence.give();
            throw e;
        }
    }

    /** As {@link #ask}; fails when this process is closed, tells listeners when it was fenced. */
    protected final void tell(Consumer<TableStore> order) {
        guarded(store -> {
            order.accept(store);
            return store;
        });
    }

    /** {@return why a closed one does nothing more} */
    protected final StorageException closedError() {
        return new StorageException("the store of process " + owner().id() + " is closed; open another one");
    }

    @Override
    public final Optional<StoredFlow> load(UUID flow) {
        return guarded(store -> store.tables().flow(flow));
    }

    @Override
    public final Optional<FlowRecord> loadRecord(UUID flow) {
        return guarded(store -> store.tables().record(flow));
    }

    @Override
    public final Optional<StoredAtom> loadAtom(UUID flow, String atom) {
        return guarded(store -> store.tables().atom(flow, atom));
    }

    @Override
    public final LogBook saveBook(LogBook book) {
        return guarded(store -> store.books().save(owner(), book));
    }

    @Override
    public final Optional<LogBook> loadBook(UUID book) {
        return guarded(store -> store.tables().book(book));
    }

    @Override
    public final List<LogBook> books() {
        return guarded(store -> store.books().all());
    }

    @Override
    public final List<FlowRecord> flowsOf(UUID book) {
        return guarded(store -> store.tables().flowsOf(book));
    }

    @Override
    public final void destroyBook(UUID book) {
        tell(store -> store.books().destroy(owner(), book));
    }

    @Override
    public final void destroyFlow(UUID flow) {
        tell(store -> store.books().destroyFlow(owner(), flow));
    }

    @Override
    public final void destroyAll() {
        tell(store -> store.books().destroyAll(owner()));
    }

    @Override
    public final Optional<StoredFlow> claim(UUID flow) {
        return guarded(store -> store.claim(owner(), flow));
    }

    @Override
    public final void release(UUID flow) {
        tell(store -> store.release(owner(), flow));
    }

    @Override
    public final List<Takeover> takeOver(Set<String> names, int limit) {
        return guarded(store -> store.takeOver(owner(), names, limit));
    }

    @Override
    public final List<String> deadReplyQueues() {
        return guarded(TableStore::deadReplyQueues);
    }

    @Override
    public final Optional<FlowOwnership> ownershipOf(UUID flow) {
        return guarded(store -> store.ownershipOf(flow));
    }

    @Override
    public final void announceReplyQueue(String queue) {
        tell(store -> store.announce(owner(), queue));
    }

    @Override
    public final boolean putInbox(InboxEntry entry) {
        return guarded(store -> store.putInbox(owner(), entry));
    }

    @Override
    public final List<InboxEntry> inbox() {
        return guarded(store -> store.inbox(owner()));
    }

    @Override
    public final void clearInbox(List<InboxEntry> entries) {
        tell(store -> store.clearInbox(owner(), entries));
    }

    @Override
    public final boolean putOrphan(Orphan orphan) {
        return guarded(store -> store.orphans().put(owner(), orphan));
    }

    @Override
    public final List<Orphan> orphans(UUID flow) {
        return guarded(store -> store.orphans().of(flow));
    }

    @Override
    public final List<Orphan> orphans(OrphanState state, int limit) {
        return guarded(store -> store.orphans().in(state, limit));
    }

    @Override
    public final void markOrphan(Orphan orphan, OrphanState state) {
        tell(store -> store.orphans().mark(owner(), orphan, state));
    }

    @Override
    public final OperationStore operations() {
        return operations;
    }

    @Override
    public final List<PastChange> changes(UUID flow) {
        return guarded(store -> store.tables().changes(flow));
    }

    /** {@return what looks for operations, for whoever lets it look from time to time and closes it} */
    protected final OperationWatch watch() {
        return operations.watch;
    }

    private final class Operations implements OperationStore {
        private final OperationWatch watch =
                new OperationWatch("tables", this::open, flow -> tell(store -> store.releaseIdle(owner(), flow)));

        @Override
        public void put(FlowOperation operation) {
            tell(store -> store.operations().put(owner(), operation));
            watch.look();
        }

        @Override
        public boolean finish(FlowOperation finished) {
            return guarded(store -> store.operations().finish(owner(), finished));
        }

        @Override
        public List<FlowOperation> of(UUID flow) {
            return guarded(store -> store.tables().operations(flow));
        }

        @Override
        public List<FlowOperation> open() {
            return guarded(store -> store.operations().open(owner()));
        }

        @Override
        public Runnable attend(UUID flow, Consumer<FlowOperation> attendant) {
            return watch.attend(flow, attendant);
        }

        @Override
        public boolean isAttended(UUID flow) {
            return watch.isAttended(flow);
        }
    }

    @Override
    public final void onFenced(Runnable listener) {
        fence.add(listener);
    }
}
