package io.windlass.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL on 127.0.0.1 in a process of its own, reached by whoever knows its random password. Commits are
 * flushed to disk as in production, but each start begins with an empty database, and closing it deletes the data. The
 * process does not outlive this JVM, not even if the JVM is killed. It runs for root as for any other user, on Linux and
 * macOS. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** System property with the folder that keeps the unpacked programs; by default the folder given to a start. */
    public static final String CACHE_PROPERTY = "windlass.embedded.cache";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final int ATTEMPTS = 3;

    /** How a server that is started again is stopped before, with {@code pg_ctl}'s names. */
    public enum StopMode {
        /** Rolls back and cuts off who is connected, then stops in order. */
        FAST("INT"),
        /** Stops without a checkpoint, as a crash would: the next start recovers what was committed. */
        IMMEDIATE("QUIT");

        private final String signal;

        StopMode(String signal) {
            this.signal = signal;
        }
    }

    private final RunFolder folder;
    private volatile PostgresServer server;

    private EmbeddedDatabase(RunFolder folder, PostgresServer server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts an empty database on a free port and returns once it has answered. The first start unpacks the programs,
     * which takes seconds; later ones find them.
     *
     * @param folder all files go there, and nowhere else; created on need; several processes may share it
     * @throws EmbeddedException if it does not start, with the end of the server's log
     */
    public static EmbeddedDatabase start(Path folder) {
        var home = folder.toAbsolutePath().normalize();
        try {
            for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
                try {
                    return attempt(home);
                } catch (PortTakenException e) {
                    log.info("Another process took the port of the embedded database first; trying another port");
                }
            }
            return attempt(home);
        } catch (IOException e) {
            throw failed(home, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(home, e);
        }
    }

    /** The JDBC URL with user and password, for the superuser in the database {@code postgres}: not for log files. */
    public String url() {
        return server.url();
    }

    /** The process id of the server, for tests that kill it. */
    public long pid() {
        return server.pid();
    }

    /**
     * Stops the server and starts it again on the same data, at the same {@link #url()}. Returns when it has answered.
     *
     * @throws EmbeddedException if it does not stop or start; then close this one
     */
    public synchronized void restart(StopMode mode) {
        try {
            server = server.restart(mode.signal);
        } catch (IOException e) {
            throw failed(folder.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(folder.path(), e);
        }
    }

    /** Stops the server, whoever is connected, and deletes its data. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        server.close();
        delete(folder);
    }

    private static EmbeddedDatabase attempt(Path home) throws IOException, InterruptedException {
        var folder = newRun(home);
        try {
            var server = new PostgresStarter(cache(home), folder.path(), Account.INSTEAD_OF_ROOT).start();
            log.info("Embedded database listens on {}; its data are gone when it stops", Addresses.shown(server.url()));
            return new EmbeddedDatabase(folder, server);
        } catch (IOException | InterruptedException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static RunFolder newRun(Path home) throws IOException {
        try (var only = FolderLock.take(home)) {
            RunFolder.sweep(only.folder());
            return RunFolder.create(only.folder());
        }
    }

    private static Path cache(Path home) {
        var configured = System.getProperty(CACHE_PROPERTY);
        return configured == null ? home : Path.of(configured).toAbsolutePath().normalize();
    }

    private static void delete(RunFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            log.warn("Cannot delete {}: {}; the next start tries again", folder.path(), e.toString());
        }
    }

    private static EmbeddedException failed(Path home, Exception cause) {
        return new EmbeddedException(
                "The embedded database did not start in " + home + ": " + cause.getMessage()
                        + ". Mend that, or set WINDLASS_DATABASE_URL to a database of your own.",
                cause);
    }
}
