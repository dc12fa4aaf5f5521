package io.windlass.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker and the database that this JVM uses: those that {@code WINDLASS_AMQP_URL} and {@code WINDLASS_DATABASE_URL}
 * name, else embedded ones, each started when it is first asked for. Tests take {@link #shared()}, a program
 * {@link #in}. Closing stops what was started here and nothing else. Thread-safe; a first call takes seconds.
 */
public final class Services implements AutoCloseable {
    /** Names the broker to use, as in {@code amqp://user:password@host:5672/}. */
    public static final String AMQP_URL_VARIABLE = "WINDLASS_AMQP_URL";

    /** Names the database to use, as in {@code jdbc:postgresql://host:5432/database?user=user&password=password}. */
    public static final String DATABASE_URL_VARIABLE = "WINDLASS_DATABASE_URL";

    private static final String CONFIGURED = " (configured)";

    private final Path folder;
    private final @Nullable String configuredBroker;
    private final @Nullable String configuredDatabase;
    private @Nullable EmbeddedBroker broker;
    private @Nullable EmbeddedDatabase database;
    private boolean closed;

    Services(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.configuredBroker = configured(environment, AMQP_URL_VARIABLE);
        this.configuredDatabase = configured(environment, DATABASE_URL_VARIABLE);
    }

    /** The services that all tests of this JVM share, under {@code target/embedded}; they stop when the JVM ends. */
    public static Services shared() {
        return Shared.SERVICES;
    }

    /** Services whose files go to this folder, for a program, which closes them. */
    public static Services in(Path folder) {
        return new Services(folder, System.getenv());
    }

    /**
     * Services for a program that has read its own settings.
     *
     * @param folder for the files of what is embedded
     * @param settings values under {@link #AMQP_URL_VARIABLE} and {@link #DATABASE_URL_VARIABLE}; what is missing or
     *     blank is embedded
     */
    public static Services in(Path folder, Map<String, String> settings) {
        return new Services(folder, Map.copyOf(settings));
    }

    /**
     * The broker's address with user and password, as in {@code amqp://user:password@host:port/}: not for log files.
     *
     * @throws EmbeddedException if the embedded broker does not start
     */
    public synchronized String amqpUrl() {
        if (configuredBroker != null) {
            return configuredBroker;
        }
        if (broker == null) {
            checkOpen();
            broker = EmbeddedBroker.start(folder);
        }
        return broker.url();
    }

    /**
     * The database's JDBC URL, as in {@code jdbc:postgresql://host:port/database?user=…}: not for log files.
     *
     * @throws EmbeddedException if the embedded database does not start
     */
    public synchronized String databaseUrl() {
        if (configuredDatabase != null) {
            return configuredDatabase;
        }
        if (database == null) {
            checkOpen();
            database = EmbeddedDatabase.start(folder);
        }
        return database.url();
    }

    /** Whether the broker is, or would be, the embedded one; starts nothing. */
    public boolean brokerIsEmbedded() {
        return configuredBroker == null;
    }

    /** Whether the database is, or would be, the embedded one; starts nothing. */
    public boolean databaseIsEmbedded() {
        return configuredDatabase == null;
    }

    /** What a run says first, a line each without secrets: which broker and which database. Starts both. */
    public String describe() {
        return "Broker: " + Addresses.shown(amqpUrl())
                + (brokerIsEmbedded() ? " (embedded Apache Qpid: keeps messages in memory only)" : CONFIGURED)
                + "\nDatabase: " + Addresses.shown(databaseUrl())
                + (databaseIsEmbedded() ? " (embedded PostgreSQL: data are deleted at the end)" : CONFIGURED);
    }

    /**
     * Makes an empty database of the caller's own on the database server; the configured user must be allowed to.
     *
     * @param prefix what its name begins with: lower case letters, digits and underscores
     * @throws EmbeddedException if the server refuses
     */
    public TemporaryDatabase newDatabase(String prefix) {
        return TemporaryDatabase.create(databaseUrl(), prefix);
    }

    /** Stops the embedded services; configured ones are left alone. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (broker != null) {
                broker.close();
            }
        } finally {
            if (database != null) {
                database.close();
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("These services are closed; take new ones with Services.in");
        }
    }

    private static @Nullable String configured(Map<String, String> environment, String name) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Made when first used. */
    private static final class Shared {
        static final Services SERVICES = new Services(Path.of("target", "embedded"), System.getenv());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVICES::close, "windlass-embedded-stop"));
        }
    }
}
