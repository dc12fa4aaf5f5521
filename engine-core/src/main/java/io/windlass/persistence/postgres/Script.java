package io.windlass.persistence.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the server together and are answered together, in one round trip. Each sees what those before
 * it did, and the locks that they took. Not thread-safe.
 */
final class Script {
    private final List<Part> parts = new ArrayList<>();

    /** A statement, with what to bind to it; names of parameters mean the same in all parts. */
    record Part(String sql, Consumer<Query> arguments) {}

    Script add(Part part) {
        parts.add(part);
        return this;
    }

    /** {@return the first column of what each statement returned, in order; an empty list for one that returns nothing} */
    List<List<String>> run(Handle handle) {
        try (Query query = handle.createQuery(parts.stream().map(Part::sql).collect(Collectors.joining(";\n")))) {
            parts.forEach(part -> part.arguments().accept(query));
            return query.execute((statement, context) -> read(statement.get()));
        }
    }

    private static List<List<String>> read(PreparedStatement statement) throws SQLException {
        List<List<String>> results = new ArrayList<>();
        do {
            @Nullable ResultSet rows = statement.getResultSet();
            List<String> column = new ArrayList<>();
            while (rows != null && rows.next()) {
                column.add(rows.getString(1));
            }
            results.add(column);
        } while (statement.getMoreResults() || statement.getUpdateCount() >= 0);
        return results;
    }
}
