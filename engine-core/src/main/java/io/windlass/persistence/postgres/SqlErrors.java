package io.windlass.persistence.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells what to do about an error by its SQLSTATE. */
final class SqlErrors {
    /** Connection, transaction rollback (serialization, deadlock), resources, operator intervention, system. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

    /** A standby that will be promoted, a transaction idle for too long, a lock that was not to be had in time. */
    private static final Set<String> PASSING_STATES = Set.of("25006", "25P03", "55P03");

    /** Data, integrity constraints, limits; and internal errors, which data can bring about too. */
    private static final Set<String> REFUSING_CLASSES = Set.of("22", "23", "54", "XX");

    private SqlErrors() {}

    /** {@return whether the same transaction may well succeed when it is repeated} */
    static boolean isPassing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException
                    || cause instanceof IOException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException) {
                return true;
            }
        }
        @Nullable String state = stateOf(error);
        return state != null && (PASSING_CLASSES.contains(classOf(state)) || PASSING_STATES.contains(state));
    }

    /** {@return whether the database refuses what is in a row} */
    static boolean isRefusal(Throwable error) {
        @Nullable String state = stateOf(error);
        return state != null && REFUSING_CLASSES.contains(classOf(state));
    }

    /** {@return what the database or its driver said, without the statement} */
    static String messageOf(Throwable error) {
        @Nullable SQLException sql = sqlException(error);
        return sql == null ? String.valueOf(error.getMessage()) : sql.getSQLState() + " " + sql.getMessage();
    }

    private static String classOf(String state) {
        return state.length() < 2 ? state : state.substring(0, 2);
    }

    private static @Nullable String stateOf(Throwable error) {
        @Nullable SQLException sql = sqlException(error);
        return sql == null ? null : sql.getSQLState();
    }

    private static @Nullable SQLException sqlException(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }
}
