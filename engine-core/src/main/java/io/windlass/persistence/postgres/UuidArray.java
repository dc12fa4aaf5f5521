package io.windlass.persistence.postgres;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Makes arrays of ids as the server keeps them. The driver makes those of texts and numbers itself, but would send ids as
 * text, for the server to take apart.
 */
final class UuidArray {
    private static final int ID = 2 * Long.BYTES;
    private static final int DIMENSION = 2 * Integer.BYTES;
    private static final int HEADER = 3 * Integer.BYTES;
    private static final int NULL = -1;

    private UuidArray() {}

    /**
     * {@return an argument of the connection's statements}
     *
     * @param connection of PostgreSQL's driver, or one around it
     */
    static Array of(Connection connection, @Nullable UUID[] ids) throws SQLException {
        return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, bytes(ids));
    }

    /** Dimensions, whether there are nulls, the type; each dimension's length and lowest index; each value with its size. */
    static byte[] bytes(@Nullable UUID[] ids) {
        boolean nulls = false;
        int size = HEADER + (ids.length == 0 ? 0 : DIMENSION) + ids.length * Integer.BYTES;
        for (@Nullable UUID id : ids) {
            nulls |= id == null;
            size += id == null ? 0 : ID;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putInt(ids.length == 0 ? 0 : 1).putInt(nulls ? 1 : 0).putInt(Oid.UUID);
        if (ids.length > 0) {
            bytes.putInt(ids.length).putInt(1);
        }
        for (@Nullable UUID id : ids) {
            if (id == null) {
                bytes.putInt(NULL);
            } else {
                bytes.putInt(ID).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            }
        }
        return bytes.array();
    }
}
