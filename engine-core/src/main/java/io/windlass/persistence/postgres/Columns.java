package io.windlass.persistence.postgres;

import io.windlass.value.Value;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows, bound to a statement as one array per column, to be unnested there.
 *
 * @param prefix of the parameters' names, as statements are sent together
 * @param <R> a row
 */
record Columns<R>(SqlStatement<?> statement, String prefix, Collection<R> rows) {
    Columns<R> bind(String name, Type type, Function<R, @Nullable Object> column) {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        for (R row : rows) {
            values.add(column.apply(row));
        }
        statement.bindArray(prefix + name, type, values);
        return this;
    }

    Columns<R> text(String name, Function<R, @Nullable String> column) {
        return bind(name, String.class, column::apply);
    }

    static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    Columns<R> value(String name, Function<R, @Nullable Value> column) {
        return text(name, row -> {
            @Nullable Value value = column.apply(row);
            return value == null ? null : value.json();
        });
    }
}
