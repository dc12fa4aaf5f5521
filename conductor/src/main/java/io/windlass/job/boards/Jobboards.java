package io.windlass.job.boards;

import io.windlass.failure.NotFoundException;
import io.windlass.job.JobException;
import io.windlass.job.Jobboard;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.job.memory.MemoryJobs;
import io.windlass.job.postgres.PostgresJobboard;
import io.windlass.job.zookeeper.ZookeeperJobboard;
import io.windlass.job.zookeeper.ZookeeperJobboardBuilder;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes job boards by URI, for programs that take theirs from a setting. What needs more settings has a builder. */
public final class Jobboards {
    private static final String KNOWN = "memory:, postgresql: or postgresql:NAME, zookeeper://host:2181,host:2181/path";

    /** Hosts with ports; no users. */
    private static final Pattern SERVERS =
            Pattern.compile("[\\w.-]+(:\\d{1,5})?(,[\\w.-]+(:\\d{1,5})?)*|\\[[0-9a-fA-F:]+\\](:\\d{1,5})?");

    private static final Set<String> IN_STORE = Set.of("postgresql", "postgres");

    private Jobboards() {}

    /**
     * Makes a board with its defaults; whoever makes it connects and closes it.
     *
     * <p>{@code memory:} is a board of its own. {@code postgresql:NAME} is the board of that name in the store's database,
     * {@code postgresql:} the one named {@value PostgresJobboard#DEFAULT_NAME}: it goes by the store's lease and names no
     * database itself. {@code zookeeper://host:port,host:port/path} is the board in that folder, by default
     * {@value ZookeeperJobboardBuilder#DEFAULT_PATH}.
     *
     * @param store has the log books of jobs, and the tables of a board in PostgreSQL; stays the caller's to close. Null
     *     where there is none
     * @throws NotFoundException when there is no board of that kind; names those that there are
     * @throws IllegalArgumentException when the URI is malformed, or the board needs another store; quotes no URI, as that
     *     may have a password
     * @throws JobException when the client library for such boards is not on the class path
     */
    public static Jobboard open(String uri, @Nullable Persistence store) {
        return open(uri, store, ZookeeperJobboardBuilder.DEFAULT_CONNECT_TIMEOUT);
    }

    /**
     * Makes a board as {@link #open(String, Persistence)} does.
     *
     * @param connectTimeout how long a connection of the board's own may take, from 1 s; one in PostgreSQL has its store's
     */
    public static Jobboard open(String uri, @Nullable Persistence store, Duration connectTimeout) {
        String scheme = scheme(uri);
        String rest = uri.substring(Math.min(uri.length(), scheme.length() + 1));
        return switch (scheme) {
            case "memory" -> new MemoryJobboard(new MemoryJobs(), store);
            case "postgresql", "postgres" -> postgres(rest, store);
            case "zookeeper" -> zookeeper(rest, store, connectTimeout);
            default -> throw new NotFoundException("there is no job board '" + scheme + ":'; there are " + KNOWN);
        };
    }

    /** {@return whether the board that a URI names is in a store in PostgreSQL, which has to be opened for it} */
    public static boolean isInStore(String uri) {
        return IN_STORE.contains(scheme(uri));
    }

    /** {@return what a URI begins with, in lower case; of what looks like none only so much that no secret is in it} */
    private static String scheme(String uri) {
        int end = uri.indexOf(':');
        String scheme = (end < 0 ? uri : uri.substring(0, end)).toLowerCase(Locale.ROOT);
        return scheme.matches("[a-z0-9+.-]*") ? scheme : "";
    }

    private static Jobboard postgres(String name, @Nullable Persistence store) {
        if (name.startsWith("//")) {
            throw new IllegalArgumentException("a board in PostgreSQL is in the database of the process's store: write"
                    + " postgresql:NAME, and open the store with the address");
        }
        if (!(store instanceof PostgresPersistence postgres)) {
            throw new IllegalArgumentException(
                    "a board in PostgreSQL goes by the lease of a store in PostgreSQL; this process has "
                            + (store == null
                                    ? "no store"
                                    : "a " + store.getClass().getSimpleName()));
        }
        return new PostgresJobboard(postgres, name.isEmpty() ? PostgresJobboard.DEFAULT_NAME : name);
    }

    private static Jobboard zookeeper(String rest, @Nullable Persistence store, Duration connectTimeout) {
        String address = rest.startsWith("//") ? rest.substring(2) : "";
        int slash = address.indexOf('/');
        String servers = slash < 0 ? address : address.substring(0, slash);
        if (!SERVERS.matcher(servers).matches()) {
            throw new IllegalArgumentException("the address of ZooKeeper names no servers, or more than these; write"
                    + " zookeeper://host:2181,host:2181/path, without user and password");
        }
        String path = slash < 0 || slash == address.length() - 1
                ? ZookeeperJobboardBuilder.DEFAULT_PATH
                : address.substring(slash);
        try {
            ZookeeperJobboardBuilder builder =
                    ZookeeperJobboard.builder().servers(servers).path(path).connectTimeout(connectTimeout);
            return (store == null ? builder : builder.persistence(store)).build();
        } catch (NoClassDefFoundError e) {
            throw new JobException("ZooKeeper's client is not on the class path; add curator-recipes", e);
        }
    }
}
