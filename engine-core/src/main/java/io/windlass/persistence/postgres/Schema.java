package io.windlass.persistence.postgres;

import java.util.regex.Pattern;

/**
 * The schema that the tables are in.
 *
 * @param name in lower case, so that it reads the same quoted or not
 */
record Schema(String name) {
    /** The flows that have not ended; word for word the predicate of the index that finds them. */
    static final String UNFINISHED = "f.state NOT IN ('SUCCESS', 'FAILURE', 'REVERTED')";

    /** The flows that a takeover is about: a suspended one waits for somebody who resumes it. */
    static final String UNDER_WAY = UNFINISHED + " AND f.state <> 'SUSPENDED'";

    private static final Pattern LEGAL = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    Schema {
        if (!LEGAL.matcher(name).matches()) {
            throw new IllegalArgumentException("schema '" + name
                    + "' is not a name of up to 63 lower case letters, digits and underscores; choose another");
        }
    }

    /** {@return the statement with the schema in place of each {@code {}}} */
    String sql(String statement) {
        return statement.replace("{}", '"' + name + '"').strip();
    }
}
