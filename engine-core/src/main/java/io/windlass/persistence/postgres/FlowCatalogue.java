package io.windlass.persistence.postgres;

import io.windlass.failure.StorageException;
import io.windlass.persistence.OrphanState;
import io.windlass.state.FlowState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Looks at the flows of a database, for people and tools. It is no owner, holds no lease and writes nothing: each
 * answer comes from one read-only transaction, so all of it is of one moment. The privilege to read the tables is
 * enough. Thread-safe when its source is.
 */
public final class FlowCatalogue {
    private final Jdbi jdbi;
    private final Schema schema;
    private final CatalogueRows rows;

    /**
     * A catalogue of the flows in a schema; connects only when it is asked.
     *
     * @param source gives connections, each closed after one answer
     * @param schema such as {@link PostgresPersistenceBuilder#DEFAULT_SCHEMA}
     * @throws IllegalArgumentException when that cannot be a schema's name
     */
    public FlowCatalogue(DataSource source, String schema) {
        this.schema = new Schema(schema);
        this.rows = new CatalogueRows(this.schema);
        this.jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /**
     * {@return flows, the newest first}
     *
     * @param states those wanted; empty for all
     * @param limit how many at most, from 1
     * @throws IllegalArgumentException when the limit is less
     * @throws StorageException when the database does not answer, or its schema is none that this code may read
     */
    public List<FlowSummary> list(Collection<FlowState> states, int limit) {
        requireSome(limit);
        return read("listing flows", handle -> rows.list(handle, states, limit));
    }

    /**
     * {@return a flow with its atoms and history; empty when there is none of that id}
     *
     * @throws StorageException when the database does not answer, or its schema is none that this code may read
     */
    public Optional<FlowDetails> find(UUID flow) {
        return read("reading flow " + flow, handle -> rows.find(handle, flow));
    }

    /**
     * {@return orphans, the newest first}
     *
     * @param states those wanted; empty for all
     * @param limit how many at most, from 1
     * @throws IllegalArgumentException when the limit is less
     * @throws StorageException when the database does not answer, or its schema is none that this code may read
     */
    public List<OrphanDetails> orphans(Collection<OrphanState> states, int limit) {
        requireSome(limit);
        return read("listing orphans", handle -> rows.orphans(handle, states, limit));
    }

    /**
     * {@return the orphan that a flow undoes, or would; empty when there is none}
     *
     * @param compensation see {@link io.windlass.persistence.Orphan#compensation()}
     * @throws StorageException when the database does not answer, or its schema is none that this code may read
     */
    public Optional<OrphanDetails> findOrphan(UUID compensation) {
        return read("reading orphan " + compensation, handle -> rows.orphan(handle, compensation));
    }

    private static void requireSome(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be at least 1");
        }
    }

    private <T> T read(String what, HandleCallback<T, RuntimeException> work) {
        try (Handle handle = jdbi.open()) {
            handle.setReadOnly(true);
            return handle.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, reading -> {
                PostgresMigrations.check(reading, schema);
                return work.withHandle(reading);
            });
        } catch (JdbiException e) {
            throw new StorageException(what + ": the database fails with " + SqlErrors.messageOf(e), e);
        }
    }
}
