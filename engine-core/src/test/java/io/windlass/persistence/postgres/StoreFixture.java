package io.windlass.persistence.postgres;

import static org.awaitility.Awaitility.await;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Persistence;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A database of a test's own, processes on it, and a connection to meddle with them. */
final class StoreFixture implements AutoCloseable {
    /** So long that nothing is renewed while a test runs: it ends leases by hand. */
    static final Duration LONG_LEASE = Duration.ofHours(1);

    private final TemporaryDatabase database;
    private final Jdbi jdbi;
    private final List<Persistence> opened = new CopyOnWriteArrayList<>();

    StoreFixture(String name) {
        database = Services.shared().newDatabase(name);
        jdbi = Jdbi.create(database.url());
    }

    String url() {
        return database.url();
    }

    Jdbi jdbi() {
        return jdbi;
    }

    PostgresPersistence open() {
        return open(builder -> builder);
    }

    PostgresPersistence open(UnaryOperator<PostgresPersistenceBuilder> settings) {
        PostgresPersistence process = settings.apply(
                        PostgresPersistence.builder().url(database.url()).lease(LONG_LEASE))
                .open();
        opened.add(process);
        return process;
    }

    void freeze(Persistence process) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE windlass.owners SET lease_until = now() - interval '1 second' WHERE id = ?",
                process.owner().id()));
    }

    List<HistoryEntry> history(UUID flow) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM windlass.history WHERE flow = :flow ORDER BY sequence")
                        .bind("flow", flow)
                        .map((row, context) -> new HistoryEntry(
                                row.getLong("sequence"),
                                row.getString("atom"),
                                row.getInt("round"),
                                row.getInt("attempt"),
                                row.getString("from_state"),
                                row.getString("to_state"),
                                row.getString("worker"),
                                row.getString("run_id")))
                        .list());
    }

    /** Locks a flow's row until the handle is closed: whoever writes the flow waits. */
    Handle lockFlow(UUID flow) {
        return begin("SELECT id FROM windlass.flows WHERE id = :id FOR UPDATE", flow);
    }

    /** Locks an owner's row until the handle is closed, as an open batch of its does. */
    Handle shareOwner(UUID owner) {
        return begin("SELECT id FROM windlass.owners WHERE id = :id FOR SHARE", owner);
    }

    /** Inserts an atom's row and commits nothing until the handle is closed: whoever inserts the same waits. */
    Handle insertAtom(UUID flow, String name) {
        Handle handle = jdbi.open().begin();
        handle.execute(
                "INSERT INTO windlass.atoms (flow, name, kind, version, state, intention, round, attempt)"
                        + " VALUES (?, ?, 'TASK', '1.0', 'RUNNING', 'EXECUTE', 1, 1)",
                flow,
                name);
        return handle;
    }

    private Handle begin(String sql, UUID id) {
        Handle handle = jdbi.open().begin();
        handle.createQuery(sql).bind("id", id).mapTo(UUID.class).one();
        return handle;
    }

    /** Waits until a process has a statement like this that waits for a lock. */
    void awaitBlocked(String process, String statement) {
        await("a statement of " + process + " that waits for a lock")
                .atMost(Duration.ofSeconds(60))
                .until(() -> jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM pg_stat_activity"
                                        + " WHERE application_name = :name AND wait_event_type = 'Lock'"
                                        + " AND query LIKE :query AND datname = current_database()")
                                .bind("name", "windlass " + process)
                                .bind("query", "%" + statement + "%")
                                .mapTo(Long.class)
                                .one())
                        > 0);
    }

    /** Cuts all connections of a process. {@return how many} */
    int cutConnectionsOf(String process) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = :name AND datname = current_database()")
                .bind("name", "windlass " + process)
                .mapTo(Boolean.class)
                .list()
                .size());
    }

    void closeProcesses() {
        opened.forEach(Persistence::close);
        opened.clear();
        jdbi.useHandle(handle -> handle.execute(
                "TRUNCATE windlass.owners, windlass.flows, windlass.atoms, windlass.history, windlass.inbox, windlass.orphans,"
                        + " windlass.books"));
    }

    @Override
    public void close() {
        opened.forEach(Persistence::close);
        database.close();
    }
}
