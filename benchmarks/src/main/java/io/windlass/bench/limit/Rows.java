package io.windlass.bench.limit;

import io.windlass.bench.child.Part;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Stores a row for each task that is done: one statement and its commit, in one message to the server and back. */
final class Rows implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;

    Rows(Part part) throws SQLException {
        connection = DriverManager.getConnection(part.databaseUrl());
        insert = connection.prepareStatement("INSERT INTO limit_rows SELECT unnest(?::bigint[]), unnest(?::integer[])");
    }

    static void create(Part part) throws SQLException {
        try (Connection connection = DriverManager.getConnection(part.databaseUrl());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS limit_rows (task bigint NOT NULL, result integer NOT NULL)");
        }
    }

    /** Stores a row for each message; returns when they are durable. */
    void store(Chains chains, Messages messages) throws SQLException {
        Long[] tasks = new Long[messages.size()];
        Integer[] results = new Integer[messages.size()];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = chains.task(messages.value(i));
            results[i] = Tag.step(messages.value(i));
        }
        insert.setArray(1, connection.createArrayOf("int8", tasks));
        insert.setArray(2, connection.createArrayOf("int4", results));
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
