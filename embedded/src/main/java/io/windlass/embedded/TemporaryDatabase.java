package io.windlass.embedded;

import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * An empty database of one test or run, dropped when it is closed, whoever is still connected to it. Made by
 * {@link Services#newDatabase}. Thread-safe.
 */
public final class TemporaryDatabase implements AutoCloseable {
    private static final int LONGEST_PREFIX = 40;

    private final String server;
    private final String name;

    private TemporaryDatabase(String server, String name) {
        this.server = server;
        this.name = name;
    }

    static TemporaryDatabase create(String server, String prefix) {
        if (!prefix.matches("[a-z][a-z0-9_]{0," + (LONGEST_PREFIX - 1) + "}")) {
            throw new IllegalArgumentException("A database prefix has up to " + LONGEST_PREFIX
                    + " lower case letters, digits and underscores, a letter first; got: " + prefix);
        }
        var name = prefix + "_" + Secrets.mark();
        execute(server, "CREATE DATABASE " + name);
        return new TemporaryDatabase(server, name);
    }

    /** The JDBC URL of this database, with user and password where the server wants them: not for log files. */
    public String url() {
        return Addresses.withDatabase(server, name);
    }

    /** The name of the database on its server. */
    public String name() {
        return name;
    }

    /**
     * Drops the database and cuts off who is connected to it. Closing twice is harmless.
     *
     * @throws EmbeddedException if the server cannot be asked
     */
    @Override
    public void close() {
        execute(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static void execute(String server, String sql) {
        try (var connection = DriverManager.getConnection(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new EmbeddedException(
                    sql + " failed on " + Addresses.shown(server) + ": " + e.getMessage()
                            + ". Check that the server runs and that the user may create databases.",
                    e);
        }
    }
}
