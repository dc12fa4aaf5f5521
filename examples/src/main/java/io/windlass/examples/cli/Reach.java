package io.windlass.examples.cli;

import io.windlass.proxy.ProxyException;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.proxy.amqp.AmqpProxyBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Reaches the broker and the database at the start of a command, or says in a line why not and what to change. */
final class Reach {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LONGEST_ATTEMPT_SECONDS = 10;
    private static final int DEFAULT_PORT = 5432;

    /** SQLSTATEs that do not change by trying again: wrong user, wrong password, no such database, no privilege. */
    private static final Set<String> REFUSALS = Set.of("28000", "28P01", "3D000", "42501");

    private Reach() {}

    /**
     * Connects to the broker.
     *
     * @param name of this process
     * @throws Unreachable when it is not there for so long, or refuses
     * @throws IllegalArgumentException when the URL is none
     */
    static AmqpProxy broker(String url, String prefix, String name, Duration timeout) {
        AmqpProxyBuilder builder = AmqpProxy.builder(url).prefix(prefix).name(name);
        try {
            return builder.connectTimeout(timeout).connect();
        } catch (ProxyException e) {
            throw new Unreachable(e.getMessage() + " (" + setting("amqp-url") + ")", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " (" + setting("amqp-url") + ")", e);
        }
    }

    /**
     * Makes sure that the database answers; {@return it}
     *
     * @throws Unreachable when it is not there for so long, or refuses
     * @throws IllegalArgumentException when the URL is none
     */
    static PGSimpleDataSource database(String url, Duration timeout) {
        PGSimpleDataSource source = source(url, timeout);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try (Connection connection = source.getConnection()) {
                connection.isValid(LONGEST_ATTEMPT_SECONDS);
                return source;
            } catch (SQLException e) {
                if (isRefusal(e)) {
                    throw new Unreachable(
                            "the database at " + shown(source) + " refuses (" + e.getMessage() + "); correct "
                                    + setting("database-url"),
                            e);
                }
                if (System.nanoTime() >= deadline) {
                    throw new Unreachable(
                            "no database answers at " + shown(source) + " after " + timeout + ": " + e.getMessage()
                                    + " Start it, or correct " + setting("database-url"),
                            e);
                }
            }
            pause();
        }
    }

    private static PGSimpleDataSource source(String url, Duration timeout) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("windlass command line");
        source.setConnectTimeout((int) Math.min(LONGEST_ATTEMPT_SECONDS, Math.max(1, timeout.toSeconds())));
        source.setLogServerErrorDetail(false);
        try {
            source.setUrl(url);
        } catch (IllegalArgumentException e) {
            // The driver's message quotes the URL, which may have a password.
            throw new IllegalArgumentException(
                    "the database URL is none; write jdbc:postgresql://host:5432/database for "
                            + setting("database-url"));
        }
        return source;
    }

    private static boolean isRefusal(SQLException error) {
        @Nullable String state = error.getSQLState();
        return state != null && REFUSALS.contains(state);
    }

    /** {@return host, port and name of a database, for people} */
    static String shown(PGSimpleDataSource source) {
        StringJoiner hosts = new StringJoiner(",");
        String[] names = source.getServerNames();
        int[] ports = source.getPortNumbers();
        for (int i = 0; i < names.length; i++) {
            hosts.add(names[i] + ":" + (i < ports.length && ports[i] != 0 ? ports[i] : DEFAULT_PORT));
        }
        return hosts + "/" + source.getDatabaseName();
    }

    private static String setting(String key) {
        return "--" + key + " or $" + Settings.variable(key);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while waiting for the database", e);
        }
    }
}
