package io.windlass.job.postgres;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.job.Jobboard;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.persistence.postgres.PostgresPersistenceBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;

/** A database of a test's own, processes with boards on it, and a connection to meddle with them. */
final class BoardFixture implements AutoCloseable {
    /** So long that nothing is renewed while a test runs: it ends leases by hand. */
    private static final Duration LONG_LEASE = Duration.ofHours(1);

    private final TemporaryDatabase database;
    private final Jdbi jdbi;
    private final Map<Jobboard, PostgresPersistence> opened = new ConcurrentHashMap<>();

    BoardFixture(String name) {
        database = Services.shared().newDatabase(name);
        jdbi = Jdbi.create(database.url());
    }

    Jdbi jdbi() {
        return jdbi;
    }

    String url() {
        return database.url();
    }

    PostgresJobboard open() {
        return open(builder -> builder);
    }

    PostgresJobboard open(UnaryOperator<PostgresPersistenceBuilder> settings) {
        PostgresPersistence store = settings.apply(
                        PostgresPersistence.builder().url(database.url()).lease(LONG_LEASE))
                .open();
        PostgresJobboard board = new PostgresJobboard(store);
        opened.put(board, store);
        board.connect();
        return board;
    }

    /** {@return the store of a new process} */
    PostgresPersistence store() {
        return storeOf(open());
    }

    PostgresPersistence storeOf(Jobboard board) {
        return Objects.requireNonNull(opened.get(board));
    }

    /** Ends the lease of a board's process. */
    void freeze(Jobboard board) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE windlass.owners SET lease_until = now() - interval '1 second' WHERE id = ?",
                storeOf(board).owner().id()));
    }

    /** Cuts the connections that listen. {@return how many} */
    int cutListeners() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE query LIKE 'LISTEN%' AND datname = current_database()")
                .mapTo(Boolean.class)
                .list()
                .size());
    }

    void closeProcesses() {
        opened.keySet().forEach(Jobboard::close);
        opened.values().forEach(Persistence::close);
        opened.clear();
        jdbi.useHandle(handle -> handle.execute("TRUNCATE windlass.owners, windlass.books, windlass.jobs,"
                + " windlass.job_keys, windlass.trashed_jobs, windlass.job_entities"));
    }

    @Override
    public void close() {
        opened.keySet().forEach(Jobboard::close);
        opened.values().forEach(Persistence::close);
        database.close();
    }
}
