package io.windlass.persistence.postgres;

import io.windlass.value.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds a statement's arguments one after the other: single values, or rows as one array for each column, which the
 * driver sends in binary. Not thread-safe.
 */
final class Arguments {
    private static final String[] NONE = {};
    private static final UUID[] NO_IDS = {};

    private final PreparedStatement statement;
    private int bound;

    Arguments(PreparedStatement statement) {
        this.statement = statement;
    }

    Arguments value(Object value) throws SQLException {
        statement.setObject(++bound, value);
        return this;
    }

    /** A column of texts; where there are none but nulls an empty one, which is as good when it is unnested with others. */
    <R> Arguments text(List<R> rows, Function<R, @Nullable String> column) throws SQLException {
        @Nullable String[] texts = new String[rows.size()];
        boolean any = false;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = column.apply(rows.get(i));
            any |= texts[i] != null;
        }
        return value(any ? texts : NONE);
    }

    /** A column of ids, or an empty one as with texts. */
    <R> Arguments ids(List<R> rows, Function<R, @Nullable UUID> column) throws SQLException {
        @Nullable UUID[] ids = new UUID[rows.size()];
        boolean any = false;
        for (int i = 0; i < ids.length; i++) {
            ids[i] = column.apply(rows.get(i));
            any |= ids[i] != null;
        }
        statement.setArray(++bound, UuidArray.of(statement.getConnection(), any ? ids : NO_IDS));
        return this;
    }

    <R> Arguments json(List<R> rows, Function<R, @Nullable Value> column) throws SQLException {
        return text(rows, row -> {
            @Nullable Value value = column.apply(row);
            return value == null ? null : value.json();
        });
    }

    <R> Arguments integers(List<R> rows, ToIntFunction<R> column) throws SQLException {
        int[] integers = new int[rows.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = column.applyAsInt(rows.get(i));
        }
        return value(integers);
    }

    <R> Arguments longs(List<R> rows, ToLongFunction<R> column) throws SQLException {
        long[] longs = new long[rows.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = column.applyAsLong(rows.get(i));
        }
        return value(longs);
    }

    <R> Arguments flags(List<R> rows, Predicate<R> column) throws SQLException {
        boolean[] flags = new boolean[rows.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = column.test(rows.get(i));
        }
        return value(flags);
    }
}
