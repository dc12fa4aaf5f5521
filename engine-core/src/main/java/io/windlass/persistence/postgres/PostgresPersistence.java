package io.windlass.persistence.postgres;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.FenceSignal;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowOwnership;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.InboxEntry;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.OperationStore;
import io.windlass.persistence.Orphan;
import io.windlass.persistence.OrphanState;
import io.windlass.persistence.Owner;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.StoreState;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.Takeover;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in PostgreSQL. Saves are gathered into group transactions by one writer thread; their stages complete on
 * two threads of the store's. While 10,000 changes or 64 MB wait, {@link #save} blocks; while the database is away,
 * changes wait. Other calls are repeated for 30 s, then they fail with {@link StorageException}. Thread-safe.
 */
public final class PostgresPersistence implements Persistence {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPersistence.class);

    /** How long a close goes on recording what was handed in. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);

    private static final double NANOS_PER_SECOND = 1e9;

    private final Database database;
    private final DatabaseClock clock = new DatabaseClock(System::nanoTime);
    private final OwnerRows owners;
    private final FenceSignal fence = new FenceSignal();
    private final GroupCommit writer;
    private final LeaseKeeper keeper;
    private final Takeovers takeovers;
    private final FlowReader reader;
    private final Claims claims;
    private final InboxRows inbox;
    private final OrphanRows orphans;
    private final BookRows books;
    private final PostgresOperations operations;
    private final Optional<AutoCloseable> pool;
    private final StoreEvents events;
    private final List<String> risks;
    private final PostgresAccess access;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresPersistence(
            Database database,
            Schema schema,
            DataSource direct,
            Duration lease,
            String name,
            Optional<AutoCloseable> pool,
            StoreEvents events,
            List<String> risks) {
        this.database = database;
        this.pool = pool;
        this.events = events;
        this.risks = risks;
        owners = new OwnerRows(schema, lease, clock);
        writer = new GroupCommit(name, new Recorder(database, schema, owners), fence, owners.fenced(), events);
        keeper = new LeaseKeeper(name, database, owners, fence, lease, events);
        takeovers = new Takeovers(database, schema, owners, keeper::mayJudge);
        reader = new FlowReader(schema);
        claims = new Claims(schema, owners);
        inbox = new InboxRows(schema, owners);
        orphans = new OrphanRows(schema, owners);
        books = new BookRows(schema, owners);
        operations = new PostgresOperations(
                name, new OperationRows(schema, owners), this::call, this::statement, this::releaseIdle);
        access = new PostgresAccess(database, schema, owners, direct, this::requireOpen, this::told);
    }

    /** {@return what to say where the database is with, and then to open} */
    public static PostgresPersistenceBuilder builder() {
        return new PostgresPersistenceBuilder();
    }

    static PostgresPersistence start(
            Database database,
            Schema schema,
            DataSource direct,
            Duration lease,
            String name,
            Optional<AutoCloseable> pool,
            StoreEvents events,
            List<String> risks) {
        PostgresPersistence opened =
                new PostgresPersistence(database, schema, direct, lease, name, pool, events, risks);
        long now = System.nanoTime();
        database.call("registering process " + name, handle -> {
            opened.owners.register(handle, name);
            return name;
        });
        events.watch(opened.keeper, keeper -> keeper.age().toNanos() / NANOS_PER_SECOND);
        opened.writer.start();
        opened.keeper.start(now);
        opened.operations.watch().start(lease);
        LOG.info(
                "Process {} ({}) records in schema {}; its lease of {} ms is renewed from now on.",
                name,
                opened.owner().id(),
                schema.name(),
                lease.toMillis());
        return opened;
    }

    /** {@return the way to other tables of this store's schema, for what goes by the same lease} */
    public PostgresAccess access() {
        return access;
    }

    @Override
    public Owner owner() {
        return owners.owner();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public CompletionStage<@Nullable Void> save(FlowChange change) {
        return closed.get() ? CompletableFuture.failedFuture(closedError()) : writer.save(change);
    }

    @Override
    public Optional<StoredFlow> load(UUID flow) {
        return call("loading flow " + flow, handle -> reader.load(handle, flow));
    }

    @Override
    public Optional<FlowRecord> loadRecord(UUID flow) {
        return call("loading flow " + flow, handle -> reader.record(handle, flow));
    }

    @Override
    public Optional<StoredAtom> loadAtom(UUID flow, String atom) {
        return call("loading an atom of flow " + flow, handle -> reader.atom(handle, flow, atom));
    }

    @Override
    public LogBook saveBook(LogBook book) {
        return call("keeping log book " + book.id(), handle -> books.save(handle, book));
    }

    @Override
    public Optional<LogBook> loadBook(UUID book) {
        return call("loading log book " + book, handle -> books.load(handle, book));
    }

    @Override
    public List<LogBook> books() {
        return call("listing log books", books::all);
    }

    @Override
    public List<FlowRecord> flowsOf(UUID book) {
        return call("listing the flows of log book " + book, handle -> reader.ofBook(handle, book));
    }

    @Override
    public void destroyBook(UUID book) {
        flushed("removing log book " + book, handle -> books.destroy(handle, book));
    }

    @Override
    public void destroyFlow(UUID flow) {
        flushed("removing flow " + flow, handle -> books.destroyFlow(handle, flow));
    }

    @Override
    public void destroyAll() {
        flushed("removing all flows", books::destroyAll);
    }

    private void flushed(String what, HandleCallback<Integer, RuntimeException> work) {
        requireOpen();
        writer.flush();
        call(what, work);
    }

    @Override
    public Optional<StoredFlow> claim(UUID flow) {
        Optional<StoredFlow> free = claimFree(flow);
        if (free.isPresent()) {
            return free;
        }
        // Committed before the flow is read: what its owner wrote until then is seen, and nothing comes after it.
        requireOpen();
        return fencing(() -> takeovers.fenceOwnerOf(flow)) ? claimFree(flow) : Optional.empty();
    }

    private Optional<StoredFlow> claimFree(UUID flow) {
        return call(
                "claiming flow " + flow,
                handle -> claims.claim(handle, flow) ? reader.load(handle, flow) : Optional.empty());
    }

    @Override
    public void release(UUID flow) {
        try {
            requireOpen();
            writer.flush();
            call("releasing flow " + flow, handle -> claims.release(handle, flow));
        } catch (FencedException e) {
            LOG.debug("Flow {} is not released: it is not this process's any more.", flow, e);
        }
    }

    @Override
    public List<Takeover> takeOver(Set<String> names, int limit) {
        requireOpen();
        return fencing(() -> takeovers.takeOver(names, limit));
    }

    @Override
    public List<String> deadReplyQueues() {
        return statement("looking for reply queues of dead processes", takeovers::replyQueues);
    }

    @Override
    public Optional<FlowOwnership> ownershipOf(UUID flow) {
        return statement("asking who owns flow " + flow, handle -> reader.ownershipOf(handle, flow));
    }

    @Override
    public void announceReplyQueue(String queue) {
        call("announcing reply queue " + queue, handle -> {
            owners.announce(handle, queue);
            return queue;
        });
    }

    @Override
    public boolean putInbox(InboxEntry entry) {
        return call("keeping the reply to " + entry.request(), handle -> inbox.put(handle, entry));
    }

    @Override
    public List<InboxEntry> inbox() {
        return statement("reading the inbox", inbox::read);
    }

    @Override
    public void clearInbox(List<InboxEntry> entries) {
        call("clearing the inbox", handle -> inbox.clear(handle, entries));
    }

    @Override
    public boolean putOrphan(Orphan orphan) {
        return call("keeping an orphan of " + orphan.request(), handle -> orphans.put(handle, orphan));
    }

    @Override
    public List<Orphan> orphans(UUID flow) {
        return call("reading the orphans of flow " + flow, handle -> orphans.ofFlow(handle, flow));
    }

    @Override
    public List<Orphan> orphans(OrphanState state, int limit) {
        return call("listing orphans", handle -> orphans.inState(handle, state, limit));
    }

    @Override
    public void markOrphan(Orphan orphan, OrphanState state) {
        call("marking an orphan of " + orphan.request(), handle -> orphans.mark(handle, orphan, state));
    }

    @Override
    public OperationStore operations() {
        return operations;
    }

    @Override
    public List<PastChange> changes(UUID flow) {
        return call("reading the history of flow " + flow, handle -> reader.changes(handle, flow));
    }

    @Override
    public StoreState state() {
        if (closed.get()) {
            return StoreState.CLOSED;
        }
        if (fence.isGiven()) {
            return StoreState.FENCED;
        }
        if (!writer.isAlive() || !keeper.isAlive()) {
            return StoreState.BROKEN;
        }
        return keeper.isOverdue() ? StoreState.OVERDUE : StoreState.LEASED;
    }

    @Override
    public List<String> risks() {
        return risks;
    }

    @Override
    public void completeWithin(Consumer<Runnable> frame) {
        writer.completeWithin(frame);
    }

    @Override
    public void onFenced(Runnable listener) {
        fence.add(listener);
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        operations.watch().close();
        // The lease lives on while the writer works, or the rest of what was handed in would be fenced.
        writer.close(CLOSE_PATIENCE);
        events.closed();
        keeper.close();
        unregister();
        pool.ifPresent(PostgresPersistence::closePool);
    }

    private void unregister() {
        if (fence.isGiven()) {
            return;
        }
        try {
            database.call("letting go of all flows", handle -> {
                owners.unregister(handle);
                return owners;
            });
        } catch (FencedException e) {
            LOG.debug("Nothing is left to let go of: others own this process's flows.", e);
        } catch (StorageException e) {
            LOG.warn("This process's flows are not let go of; others take them over when its lease runs out.", e);
        }
    }

    private static void closePool(AutoCloseable pool) {
        try {
            pool.close();
        } catch (Exception e) {
            LOG.warn("The connection pool was not closed cleanly; its connections end with the process.", e);
        }
    }

    private void releaseIdle(UUID flow) {
        call("letting go of flow " + flow, handle -> claims.releaseIdle(handle, flow));
    }

    private <T> T call(String what, HandleCallback<T, RuntimeException> work) {
        requireOpen();
        return fencing(() -> database.call(what, work));
    }

    private <T> T statement(String what, HandleCallback<T, RuntimeException> work) {
        requireOpen();
        return fencing(() -> database.statement(what, work));
    }

    private <T> T fencing(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (FencedException e) {
            throw told(e);
        }
    }

    private FencedException told(FencedException fenced) {
        events.fenced(1);
        fence.give();
        return fenced;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw closedError();
        }
    }

    private StorageException closedError() {
        return new StorageException("the store of process " + owners.owner().id() + " is closed; open another one");
    }
}
