package io.windlass.proxy.amqp;

import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Naming;
import io.windlass.proxy.ProxyException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Collects the settings of an {@link AmqpProxy}; all but the addresses have defaults. Not thread-safe. */
public final class AmqpProxyBuilder {
    /** How many publishes may be queued or unconfirmed. */
    public static final int DEFAULT_WINDOW = 1024;
    /** How often both sides show that the connection lives. */
    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(10);
    /** The pause before the first attempt to reconnect; it grows to five times that. */
    public static final Duration DEFAULT_RECOVERY_INTERVAL = Duration.ofMillis(500);
    /** How long the first connection is tried. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final List<String> urls;
    private String name = "proxy";
    private Naming naming = new Naming(Naming.DEFAULT_PREFIX);
    private int window = DEFAULT_WINDOW;
    private Duration heartbeat = DEFAULT_HEARTBEAT;
    private Duration recoveryInterval = DEFAULT_RECOVERY_INTERVAL;
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private int maxMessageBytes = MessageCodec.DEFAULT_MAX_BYTES;
    private boolean quorum = true;
    private @Nullable SSLContext sslContext;

    AmqpProxyBuilder(List<String> urls) {
        this.urls = urls;
    }

    /** Names the process in thread names, in logs and at the broker; default {@code proxy}. */
    public AmqpProxyBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** What exchange and queue names begin with; default {@value Naming#DEFAULT_PREFIX}. */
    public AmqpProxyBuilder prefix(String prefix) {
        this.naming = new Naming(prefix);
        return this;
    }

    /** How many publishes may be queued or unconfirmed before {@code publish} blocks; default 1024, at least 1. */
    public AmqpProxyBuilder window(int window) {
        this.window = window;
        return this;
    }

    /** Asks the broker for AMQP heartbeats; default 10 s, at least 1 s. A URL that ends in {@code ?heartbeat=5} wins. */
    public AmqpProxyBuilder heartbeat(Duration heartbeat) {
        this.heartbeat = heartbeat;
        return this;
    }

    /** The pause before the first attempt to reconnect, growing to five times that; default 500 ms. */
    public AmqpProxyBuilder recoveryInterval(Duration recoveryInterval) {
        this.recoveryInterval = recoveryInterval;
        return this;
    }

    /** How long {@link #connect} tries; default 30 s. */
    public AmqpProxyBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        return this;
    }

    /** The longest body that is sent or read; default 16 MiB. The broker has a limit of its own. */
    public AmqpProxyBuilder maxMessageBytes(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
        return this;
    }

    /** Declares classic queues on RabbitMQ instead of quorum queues: faster, lost with their node's disk. */
    public AmqpProxyBuilder classicQueues() {
        this.quorum = false;
        return this;
    }

    /** Certificates for {@code amqps}; default the JVM's. Host names are verified whatever it is. */
    public AmqpProxyBuilder sslContext(SSLContext sslContext) {
        this.sslContext = sslContext;
        return this;
    }

    /**
     * Connects, trying again until the connect timeout.
     *
     * @throws ProxyException when no address answers in time, or the broker refuses the credentials
     * @throws IllegalArgumentException when a setting is out of range or a URL is none
     */
    public AmqpProxy connect() {
        AmqpSettings settings = new AmqpSettings(
                name, naming, window, heartbeat, recoveryInterval, connectTimeout, maxMessageBytes, quorum);
        return AmqpProxy.connect(settings, urls, sslContext);
    }
}
