package io.windlass.job.zookeeper;

import io.windlass.persistence.Persistence;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.jspecify.annotations.Nullable;

/** Says where a {@link ZookeeperJobboard} is: give servers or a client, the rest has defaults. Not thread-safe. */
public final class ZookeeperJobboardBuilder {
    /** The folder of the jobs. */
    public static final String DEFAULT_PATH = "/windlass/jobs";

    /** How long the claims of a process that is not heard of last. */
    public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(15);

    /** How long a connection may take, and how long one that was lost is waited for in each call. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable String servers;
    private @Nullable CuratorFramework client;
    private @Nullable Persistence store;
    private Paths paths = new Paths(DEFAULT_PATH);
    private Duration sessionTimeout = DEFAULT_SESSION_TIMEOUT;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;

    ZookeeperJobboardBuilder() {}

    /** Where the servers are, such as {@code host1:2181,host2:2181}. The board makes a client for them, and ends it. */
    public ZookeeperJobboardBuilder servers(String servers) {
        this.servers = servers;
        return this;
    }

    /**
     * A client of the caller's instead: it must be started, and is not closed with the board; claims last as long as its
     * session. One that repeats calls by itself may post a job twice when its connection is lost; postings with an
     * idempotency key are not concerned.
     */
    public ZookeeperJobboardBuilder client(CuratorFramework client) {
        this.client = client;
        return this;
    }

    /** The folder of the jobs, which is the board's name too; absolute. Default {@link #DEFAULT_PATH}. */
    public ZookeeperJobboardBuilder path(String path) {
        this.paths = new Paths(path);
        return this;
    }

    /** How long claims last when this process is not heard of; from 1 s. Default {@link #DEFAULT_SESSION_TIMEOUT}. */
    public ZookeeperJobboardBuilder sessionTimeout(Duration timeout) {
        this.sessionTimeout = atLeastASecond("session timeout", timeout);
        return this;
    }

    /** How long a connection may take; from 1 s. Default {@link #DEFAULT_CONNECT_TIMEOUT}. */
    public ZookeeperJobboardBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = atLeastASecond("connect timeout", timeout);
        return this;
    }

    private static Duration atLeastASecond(String what, Duration timeout) {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(what + " is " + timeout + "; give a second to an hour");
        }
        return timeout;
    }

    /** Where the log books of jobs are; default: nowhere. Not closed with the board. */
    public ZookeeperJobboardBuilder persistence(Persistence store) {
        this.store = store;
        return this;
    }

    /** {@return the board, not connected yet} */
    public ZookeeperJobboard build() {
        CuratorFramework given = client;
        if (given == null && servers == null) {
            throw new IllegalStateException("neither servers nor a client were given; call servers or client");
        }
        return new ZookeeperJobboard(
                given == null ? this::connection : () -> given, given == null, paths, connectTimeout, store);
    }

    /** A client that repeats nothing by itself: what may be repeated is for the board to know. */
    private CuratorFramework connection() {
        return CuratorFrameworkFactory.builder()
                .connectString(servers)
                .sessionTimeoutMs((int) sessionTimeout.toMillis())
                .connectionTimeoutMs((int) connectTimeout.toMillis())
                .retryPolicy((count, elapsed, sleeper) -> false)
                .build();
    }
}
