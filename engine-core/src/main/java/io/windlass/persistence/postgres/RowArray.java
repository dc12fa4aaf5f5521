package io.windlass.persistence.postgres;

import io.windlass.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgArray;

/**
 * An array of rows of a composite type, in the server's binary form, which the driver has no means for: rows are added one
 * after the other, of each all columns in the type's order. Not thread-safe.
 */
final class RowArray {
    /** Dimensions, whether there are nulls, the rows' type. */
    private static final int EMPTY = 3 * Integer.BYTES;

    /** The dimension's length and lowest index besides. */
    private static final int HEADER = EMPTY + 2 * Integer.BYTES;

    /** The row's size and the number of its columns. */
    private static final int ROW_HEADER = 2 * Integer.BYTES;

    /** A column's type and size. */
    private static final int COLUMN_HEADER = 2 * Integer.BYTES;

    private static final int NULL = -1;
    private static final int NONE = -1;

    private ByteBuffer bytes = ByteBuffer.allocate(1024).position(HEADER);
    private int rows;
    private int columns;
    private int rowAt = NONE;

    RowArray row() {
        endRow();
        rows++;
        columns = 0;
        rowAt = room(ROW_HEADER).position();
        bytes.position(rowAt + ROW_HEADER);
        return this;
    }

    RowArray id(@Nullable UUID id) {
        if (id == null) {
            return nothing(Oid.UUID);
        }
        column(Oid.UUID, 2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return this;
    }

    RowArray text(@Nullable String text) {
        return text(Oid.TEXT, text);
    }

    RowArray json(@Nullable String json) {
        return text(Oid.JSON, json);
    }

    RowArray json(@Nullable Value value) {
        return json(value == null ? null : value.json());
    }

    RowArray integer(int integer) {
        column(Oid.INT4, Integer.BYTES).putInt(integer);
        return this;
    }

    RowArray number(long number) {
        column(Oid.INT8, Long.BYTES).putLong(number);
        return this;
    }

    RowArray flag(boolean flag) {
        column(Oid.BOOL, 1).put((byte) (flag ? 1 : 0));
        return this;
    }

    /**
     * {@return an argument of the connection's statements}
     *
     * @param connection of PostgreSQL's driver, or one around it; it looks the type up once
     * @param type with its schema
     */
    Array of(Connection connection, String type) throws SQLException {
        endRow();
        BaseConnection base = connection.unwrap(BaseConnection.class);
        TypeInfo types = base.getTypeInfo();
        int size = rows == 0 ? EMPTY : bytes.position();
        bytes.putInt(0, rows == 0 ? 0 : 1).putInt(Integer.BYTES, 0).putInt(2 * Integer.BYTES, types.getPGType(type));
        bytes.putInt(EMPTY, rows).putInt(EMPTY + Integer.BYTES, 1);
        return new PgArray(base, types.getPGArrayType(type), Arrays.copyOf(bytes.array(), size));
    }

    private RowArray text(int type, @Nullable String text) {
        if (text == null) {
            return nothing(type);
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        column(type, encoded.length).put(encoded);
        return this;
    }

    private RowArray nothing(int type) {
        columns++;
        room(COLUMN_HEADER).putInt(type).putInt(NULL);
        return this;
    }

    private ByteBuffer column(int type, int size) {
        columns++;
        return room(Math.addExact(COLUMN_HEADER, size)).putInt(type).putInt(size);
    }

    private void endRow() {
        if (rowAt != NONE) {
            bytes.putInt(rowAt, bytes.position() - rowAt - Integer.BYTES).putInt(rowAt + Integer.BYTES, columns);
        }
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int size = Math.max(Math.addExact(bytes.position(), more), 2 * bytes.capacity());
            bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), size)).position(bytes.position());
        }
        return bytes;
    }
}
