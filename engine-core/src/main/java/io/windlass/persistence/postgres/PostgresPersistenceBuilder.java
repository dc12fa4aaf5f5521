package io.windlass.persistence.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.windlass.failure.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how to open a {@link PostgresPersistence}: give a URL or a DataSource, the rest has defaults. Not thread-safe;
 * may be used again, each time for a process of its own.
 */
public final class PostgresPersistenceBuilder {
    /** How long a process that stopped renewing keeps its flows. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(15);

    /** The schema that the tables are in. */
    public static final String DEFAULT_SCHEMA = "windlass";

    /** The most connections that are used at a time. */
    public static final int DEFAULT_POOL_SIZE = 4;

    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final int SMALLEST_POOL = 3;
    private static final int CONNECT_SECONDS = 10;
    private static final int STATEMENT_SECONDS = 30;
    private static final int SOCKET_SECONDS = 40;
    private static final Duration POOL_WAIT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPersistenceBuilder.class);

    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable DataSource source;
    private Duration lease = DEFAULT_LEASE;
    private boolean migrate = true;
    private int poolSize = DEFAULT_POOL_SIZE;
    private Supplier<StoreEvents> events = () -> StoreEvents.NONE;
    private Schema schema = new Schema(DEFAULT_SCHEMA);
    private String name = "engine-" + ProcessHandle.current().pid();

    PostgresPersistenceBuilder() {}

    /** Where the database is, such as {@code jdbc:postgresql://host/database}; its parameters win over ours. */
    public PostgresPersistenceBuilder url(String url) {
        this.url = url;
        return this;
    }

    /** Who connects to the URL; default: as the URL or the driver has it. */
    public PostgresPersistenceBuilder user(String user) {
        this.user = user;
        return this;
    }

    /** The user's password; never logged. Default: as the URL or the driver has it. */
    public PostgresPersistenceBuilder password(String password) {
        this.password = password;
        return this;
    }

    /**
     * Connections of the caller's, instead of a URL: not closed with the store. It should be a pool with timeouts, that
     * hands out at least {@link #poolSize} connections to this store without delay.
     */
    public PostgresPersistenceBuilder dataSource(DataSource source) {
        this.source = source;
        return this;
    }

    /** How long this process keeps its flows after it stopped renewing; from 100 ms. Default {@link #DEFAULT_LEASE}. */
    public PostgresPersistenceBuilder lease(Duration lease) {
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease " + lease + " is too short; " + SHORTEST_LEASE + " is the least");
        }
        this.lease = lease;
        return this;
    }

    /** Whether opening brings the schema up to date; default true. */
    public PostgresPersistenceBuilder migrate(boolean migrate) {
        this.migrate = migrate;
        return this;
    }

    /** The most connections that are used at a time; from 3, default {@link #DEFAULT_POOL_SIZE}. */
    public PostgresPersistenceBuilder poolSize(int poolSize) {
        if (poolSize < SMALLEST_POOL) {
            throw new IllegalArgumentException("pool size " + poolSize + " is too small: the writer and the lease have"
                    + " a connection each; " + SMALLEST_POOL + " is the least");
        }
        this.poolSize = poolSize;
        return this;
    }

    /** The schema that the tables are in: lower case letters, digits, underscores. Default {@link #DEFAULT_SCHEMA}. */
    public PostgresPersistenceBuilder schema(String schema) {
        this.schema = new Schema(schema);
        return this;
    }

    /**
     * Where to measure batches, the lease and refused writes; a registry for each store. Without this call nothing is
     * measured, and Micrometer need not be on the class path.
     */
    public PostgresPersistenceBuilder meters(MeterRegistry registry) {
        this.events = () -> new StoreMeters(registry);
        return this;
    }

    /** What people see in {@code owners}, in thread names and as application name; default names the process id. */
    public PostgresPersistenceBuilder name(String name) {
        this.name = name;
        return this;
    }

    /**
     * Connects, migrates if asked to, checks the schema, registers this process and starts its threads. A database that
     * works with {@code fsync}, {@code synchronous_commit} or {@code full_page_writes} switched off is warned of in the
     * log, and in {@link PostgresPersistence#risks}.
     *
     * @throws StorageException when the database cannot be reached, or its schema is not one that this code may use
     */
    public PostgresPersistence open() {
        DataSource given = source;
        if (given != null) {
            return open(given, given, Optional.empty());
        }
        // A migration, or the wait for another process that migrates, takes as long as it takes; so do notifications.
        PGSimpleDataSource unhurried = direct(0);
        HikariDataSource pool = pool(direct(SOCKET_SECONDS));
        try {
            return open(unhurried, pool, Optional.of(pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private PostgresPersistence open(DataSource direct, DataSource connections, Optional<AutoCloseable> owned) {
        if (migrate) {
            PostgresMigrations.migrate(direct, schema.name());
        }
        Database database = new Database(connections, poolSize);
        List<String> risks = database.call("checking schema '" + schema.name() + "'", handle -> {
            PostgresMigrations.check(handle, schema);
            return Durability.risks(handle);
        });
        risks.forEach(risk -> LOG.warn("Process {} goes on, but {}; switch it on.", name, risk));
        return PostgresPersistence.start(database, schema, direct, lease, name, owned, events.get(), risks);
    }

    private PGSimpleDataSource direct(int socketSeconds) {
        if (url == null) {
            throw new IllegalStateException("neither a URL nor a DataSource was given; call url or dataSource");
        }
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setApplicationName("windlass " + name);
        direct.setConnectTimeout(CONNECT_SECONDS);
        direct.setSocketTimeout(socketSeconds);
        direct.setTcpKeepAlive(true);
        // The detail of an error quotes rows, which logs are no place for.
        direct.setLogServerErrorDetail(false);
        try {
            direct.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the URL is not one of PostgreSQL's driver: jdbc:postgresql://…", e);
        }
        if (user != null) {
            direct.setUser(user);
        }
        if (password != null) {
            direct.setPassword(password);
        }
        return direct;
    }

    private HikariDataSource pool(DataSource direct) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("windlass-store-" + name);
        config.setDataSource(direct);
        config.setMaximumPoolSize(poolSize);
        config.setConnectionTimeout(POOL_WAIT.toMillis());
        config.setConnectionInitSql("SET statement_timeout = '" + STATEMENT_SECONDS + "s'");
        // Connecting is this class's to try again, and to report.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
