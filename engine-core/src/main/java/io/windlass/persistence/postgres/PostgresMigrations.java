package io.windlass.persistence.postgres;

import io.windlass.failure.StorageException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Brings the schema up to date, and tells whether this code may use it. For operators who migrate apart from the
 * processes; else opening {@link PostgresPersistence} does it. Migrations only expand within a major version, so that
 * older processes go on working. Several may migrate at once: one does it, the others wait.
 */
public final class PostgresMigrations {
    /** What this code is; a schema that asks for more refuses it. */
    static final int CODE_VERSION = 9;

    /** The schema that this code needs. */
    static final int SCHEMA_VERSION = 9;

    private static final String LOCATION = "classpath:io/windlass/persistence/postgres/migration";

    /** "Windlass", as a number for the advisory lock. */
    private static final long LOCK = 0x57696e646c617373L;

    private record Compatibility(int version, int lowestCode) {}

    /**
     * What a migration did.
     *
     * @param applied how many steps it made; 0 when there was nothing to do
     * @param version of the schema now
     */
    public record Migrated(int applied, int version) {}

    private PostgresMigrations() {}

    /**
     * Creates the schema if need be and applies the migrations that it lacks.
     *
     * @param source needs the privilege to create tables, and the schema when it is not there
     * @param schema such as {@link PostgresPersistenceBuilder#DEFAULT_SCHEMA}
     * @return what was done
     * @throws StorageException when a migration fails; says which and why. When the schema is newer than this code may
     *     use, and then nothing is touched.
     */
    public static Migrated migrate(DataSource source, String schema) {
        Schema checked = new Schema(schema);
        try {
            return Jdbi.create(source).withHandle(handle -> migrate(handle, source, checked));
        } catch (FlywayException | JdbiException e) {
            throw new StorageException("schema '" + schema + "' was not migrated: " + SqlErrors.messageOf(e), e);
        }
    }

    private static Migrated migrate(Handle handle, DataSource source, Schema schema) {
        // Flyway has locks of its own, but not around the creation of the schema.
        handle.execute("SELECT pg_advisory_lock(?)", LOCK);
        try {
            if (isThere(handle, schema)) {
                refuseNewer(schema, compatibility(handle, schema));
            }
            int applied = Flyway.configure(PostgresMigrations.class.getClassLoader())
                    .dataSource(source)
                    .defaultSchema(schema.name())
                    .createSchemas(true)
                    .locations(LOCATION)
                    .load()
                    .migrate()
                    .migrationsExecuted;
            return new Migrated(applied, compatibility(handle, schema).version());
        } finally {
            handle.execute("SELECT pg_advisory_unlock(?)", LOCK);
        }
    }

    /** Refuses a schema that is too new or too old for this code, or not there. */
    static void check(Handle handle, Schema schema) {
        String migrate = "migrate it (the command migrate, PostgresMigrations.migrate, or open the store with"
                + " migrate(true))";
        if (!isThere(handle, schema)) {
            throw new StorageException("schema '" + schema.name() + "' has no tables of Windlass; " + migrate);
        }
        Compatibility found = compatibility(handle, schema);
        refuseNewer(schema, found);
        if (found.version() < SCHEMA_VERSION) {
            throw new StorageException("schema '" + schema.name() + "' has version " + found.version()
                    + ", this code needs " + SCHEMA_VERSION + "; " + migrate);
        }
    }

    private static boolean isThere(Handle handle, Schema schema) {
        return handle.createQuery("SELECT to_regclass(:table) IS NOT NULL")
                .bind("table", schema.sql("{}.compatibility"))
                .mapTo(Boolean.class)
                .one();
    }

    private static Compatibility compatibility(Handle handle, Schema schema) {
        return handle.createQuery(schema.sql("SELECT version, lowest_code FROM {}.compatibility"))
                .map((row, context) -> new Compatibility(row.getInt("version"), row.getInt("lowest_code")))
                .one();
    }

    private static void refuseNewer(Schema schema, Compatibility found) {
        if (found.lowestCode() > CODE_VERSION) {
            throw new StorageException("schema '" + schema.name() + "' may be used by code of version "
                    + found.lowestCode() + " or newer, this is " + CODE_VERSION + "; upgrade Windlass in this process");
        }
    }
}
