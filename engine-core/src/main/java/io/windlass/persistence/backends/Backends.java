package io.windlass.persistence.backends;

import io.windlass.failure.NotFoundException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.directory.DirectoryPersistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.persistence.postgres.PostgresPersistenceBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens stores by URL, for programs that take theirs from a setting. What needs more settings has a builder. */
public final class Backends {
    private static final String KNOWN =
            "memory:, dir:/path (or file:/path), postgresql://user:password@host:5432/database,"
                    + " jdbc:postgresql://host/database?user=…&password=…";

    private Backends() {}

    /**
     * Opens a store with its defaults; whoever opens it closes it. An address of PostgreSQL may name a driver behind a
     * plus, such as {@code postgresql+psycopg2}, which is ignored; its schema is brought up to date.
     *
     * @param url {@code memory:}, {@code dir:/path} or {@code file:/path}, {@code postgresql://…} or {@code
     *     jdbc:postgresql:…}
     * @throws NotFoundException when there is no store of that kind; names those that there are
     * @throws StorageException when the store cannot be opened
     */
    public static Persistence open(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return PostgresPersistence.builder().url(url).open();
        }
        int end = url.indexOf(':');
        String scheme = (end < 0 ? url : url.substring(0, end)).toLowerCase(Locale.ROOT);
        String rest = end < 0 ? "" : url.substring(end + 1);
        return switch (scheme.replaceAll("\\+.*", "")) {
            case "memory" -> new MemoryPersistence();
            case "dir", "file" -> DirectoryPersistence.open(directory(rest));
            case "postgresql", "postgres" -> postgres(rest);
            default -> throw new NotFoundException("there is no store '" + scheme + ":'; there are " + KNOWN);
        };
    }

    private static Path directory(String rest) {
        String path = rest.startsWith("//") ? rest.substring(2) : rest;
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the URL names no directory; write dir:/path");
        }
        return Path.of(path);
    }

    private static Persistence postgres(String rest) {
        URI uri;
        try {
            uri = new URI("postgresql:" + rest);
        } catch (URISyntaxException e) {
            // Its message quotes the URL, and so the password.
            throw new IllegalArgumentException("the URL of PostgreSQL is malformed at character " + e.getIndex()
                    + "; write postgresql://user:password@host:5432/database, special characters as %XX");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "the URL of PostgreSQL names no host; write" + " postgresql://user:password@host:5432/database");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        PostgresPersistenceBuilder builder = PostgresPersistence.builder()
                .url("jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query);
        @Nullable String login = uri.getRawUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            builder.user(decoded(colon < 0 ? login : login.substring(0, colon)));
            if (colon >= 0) {
                builder.password(decoded(login.substring(colon + 1)));
            }
        }
        return builder.open();
    }

    private static String decoded(String text) {
        // A plus is no space here.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
