package io.windlass.bench.run;

import io.windlass.bench.report.Figure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the database's server tells of itself and of a run's database. One thread uses it. */
public final class Database implements AutoCloseable {
    /** A server process tells what it counted when it has been idle for so long at the latest. */
    private static final long TOLD_MILLIS = 11_000;

    private static final String COUNTS = "SELECT xact_commit + xact_rollback, tup_inserted + tup_updated + tup_deleted,"
            + " tup_returned + tup_fetched, blks_hit + blks_read, blks_read"
            + " FROM pg_stat_database WHERE datname = current_database()";
    private static final List<Figure> COUNTED =
            List.of(Figure.TRANSACTIONS, Figure.ROWS_WRITTEN, Figure.ROWS_READ, Figure.BUFFERS, Figure.BUFFERS_READ);
    private static final String STATEMENTS =
            "SELECT sum(calls) FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname ="
                    + " current_database())";

    private final Connection connection;
    private final long serverProcess;
    private final boolean tellsStatements;

    Database(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        serverProcess = first("SELECT pg_backend_pid()").get(0).longValue();
        tellsStatements = canTellStatements();
    }

    private boolean canTellStatements() throws SQLException {
        if (first("SELECT count(*) FROM pg_settings WHERE name = 'pg_stat_statements.max'")
                        .get(0)
                == 0) {
            return false; // not loaded: its view could be made, but fails
        }
        execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        return true;
    }

    /** {@return the processor time of all its processes, in microseconds; empty when it is on another machine} */
    OptionalLong micros() {
        return Processes.microsOfServer(serverProcess, "postgres");
    }

    /** {@return how much it has written to its log, ever, in bytes} */
    double logBytes() {
        return first("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").get(0);
    }

    /** Waits until all its processes have told what they counted so far. */
    static void awaitCounts() throws InterruptedException {
        Thread.sleep(TOLD_MILLIS);
    }

    /** {@return what was counted of this database and told, ever} */
    Map<Figure, Double> counts() {
        Map<Figure, Double> counts = new EnumMap<>(Figure.class);
        List<Double> values = first(COUNTS);
        for (int i = 0; i < COUNTED.size(); i++) {
            counts.put(COUNTED.get(i), values.get(i));
        }
        if (tellsStatements) {
            counts.put(Figure.STATEMENTS, first(STATEMENTS).get(0));
        }
        return counts;
    }

    /** Does something to the database. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the database refuses: " + sql, e);
        }
    }

    /** {@return the first column of what is asked for, as text} */
    public List<String> texts(String sql) {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer: " + sql, e);
        }
    }

    private List<Double> first(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new IllegalStateException("the database has nothing to tell: " + sql);
            }
            List<Double> values = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                values.add(rows.getDouble(column));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer: " + sql, e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
