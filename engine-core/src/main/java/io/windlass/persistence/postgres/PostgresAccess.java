package io.windlass.persistence.postgres;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.Owner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.HandleCallback;

/**
 * The store's database, for other tables of its schema that go by the same process and lease, such as a job board's.
 * It uses the store's connections, of which callers share all but two; it is of no use once the store is closed.
 * Thread-safe.
 */
public final class PostgresAccess {
    private final Database database;
    private final Schema schema;
    private final OwnerRows owners;
    private final DataSource direct;
    private final Runnable requireOpen;
    private final Function<FencedException, FencedException> fencing;

    PostgresAccess(
            Database database,
            Schema schema,
            OwnerRows owners,
            DataSource direct,
            Runnable requireOpen,
            Function<FencedException, FencedException> fencing) {
        this.database = database;
        this.schema = schema;
        this.owners = owners;
        this.direct = direct;
        this.requireOpen = requireOpen;
        this.fencing = fencing;
    }

    /** {@return this process: its row in {@code owners} is there under this epoch until it is fenced} */
    public Owner owner() {
        return owners.owner();
    }

    /** {@return the schema's name} */
    public String schema() {
        return schema.name();
    }

    /** {@return the statement with the schema in place of each <code>{}</code>} */
    public String sql(String statement) {
        return schema.sql(statement);
    }

    /**
     * Runs statements, each its own transaction, again and again for up to 30 s while errors are such that may pass.
     * The work must be fit to run after its own success, for the outcome of a commit may be unknown.
     *
     * @param what names the work in errors
     * @throws StorageException when the database goes on failing, and when the store is closed
     */
    public <T> T statement(String what, HandleCallback<T, RuntimeException> work) {
        requireOpen.run();
        return database.statement(what, work);
    }

    /**
     * {@return a connection of the caller's own, outside the store's pool unless the store was given a DataSource; to be
     * closed by the caller} It has no timeout for reading.
     *
     * @throws SQLException when the database does not answer
     */
    public Connection connect() throws SQLException {
        return direct.getConnection();
    }

    /** Makes known that this process's row was not found under its epoch. {@return what to throw} */
    public FencedException fenced() {
        return fencing.apply(owners.fenced());
    }
}
