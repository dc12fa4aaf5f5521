package io.windlass.embedded;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done to the addresses of services as text: hiding their secrets, naming another database. */
final class Addresses {
    /** Everything up to the database, the database, the parameters. */
    private static final Pattern JDBC = Pattern.compile("(jdbc:postgresql://[^/?]*/)([^?]*)(\\?.*)?");

    /** A scheme, user and password, and the rest. */
    private static final Pattern WITH_USER = Pattern.compile("([a-z0-9:]+://)[^/?#]*@(.*)");

    private Addresses() {}

    /** The address as it may be logged: without user, password and parameters. */
    static String shown(String url) {
        Matcher matcher = WITH_USER.matcher(url);
        var anonymous = matcher.matches() ? matcher.group(1) + matcher.group(2) : url;
        int parameters = anonymous.indexOf('?');
        return parameters < 0 ? anonymous : anonymous.substring(0, parameters);
    }

    /** The same server and user, another database. */
    static String withDatabase(String jdbcUrl, String database) {
        Matcher matcher = JDBC.matcher(jdbcUrl);
        if (!matcher.matches()) {
            throw new EmbeddedException("WINDLASS_DATABASE_URL must look like"
                    + " jdbc:postgresql://host:port/database?user=…&password=…, but is " + shown(jdbcUrl));
        }
        var parameters = matcher.group(3);
        return matcher.group(1) + database + (parameters == null ? "" : parameters);
    }
}
