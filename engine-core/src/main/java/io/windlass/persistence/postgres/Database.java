package io.windlass.persistence.postgres;

import io.windlass.failure.StorageException;
import io.windlass.failure.WindlassException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions: once, for the writer and the lease keeper, which repeat on their own terms; or repeatedly, for
 * callers, while the error may pass. Callers leave two connections of the pool to the writer and the keeper.
 */
final class Database {
    /** For how long a caller's transaction is repeated. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int RESERVED = 2;
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final DataSource source;
    private final Jdbi jdbi;
    private final Semaphore callers;

    Database(DataSource source, int poolSize) {
        this.source = source;
        jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        // A statement's arguments are users' values, which logs are no place for.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        callers = new Semaphore(poolSize - RESERVED, true);
    }

    /** Runs one transaction, once. */
    <T> T once(HandleCallback<T, RuntimeException> work) {
        return jdbi.inTransaction(work);
    }

    /** What is done with a connection. */
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Runs with a bare connection and no transaction around it, once: without what JDBI does for each handle. */
    void bare(Work work) throws SQLException {
        try (Connection connection = connect()) {
            work.on(connection);
        }
    }

    private Connection connect() {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** Runs with a connection and no transaction around it, once. */
    <X extends Exception> void with(HandleConsumer<X> work) throws X {
        jdbi.useHandle(work);
    }

    /**
     * Runs one transaction, again and again while errors are such that may pass. The work must be fit to run after
     * its own success, for the outcome of a commit may be unknown.
     *
     * @param what names the work in errors
     */
    <T> T call(String what, HandleCallback<T, RuntimeException> work) {
        return repeatedly(what, () -> jdbi.inTransaction(work));
    }

    /** As {@link #call}, with no transaction around: for a single statement, which saves a round trip. */
    <T> T statement(String what, HandleCallback<T, RuntimeException> work) {
        return repeatedly(what, () -> jdbi.withHandle(work));
    }

    private <T> T repeatedly(String what, Supplier<T> work) {
        long start = System.nanoTime();
        Backoff backoff = new Backoff();
        while (true) {
            try {
                return permitted(work);
            } catch (WindlassException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException(what + ": interrupted before the database answered", e);
            } catch (RuntimeException e) {
                boolean patient = System.nanoTime() - start < PATIENCE.toNanos();
                if (!SqlErrors.isPassing(e) || !patient) {
                    throw new StorageException(what + ": the database fails with " + SqlErrors.messageOf(e), e);
                }
                LOG.info(
                        "{}: {}; it is tried again for up to {} s", what, SqlErrors.messageOf(e), PATIENCE.toSeconds());
                pause(what, backoff.next());
            }
        }
    }

    private <T> T permitted(Supplier<T> work) throws InterruptedException {
        callers.acquire();
        try {
            return work.get();
        } finally {
            callers.release();
        }
    }

    private static void pause(String what, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(what + ": interrupted while the database was away", e);
        }
    }
}
