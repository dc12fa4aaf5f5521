package io.windlass.embedded;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message broker inside this JVM: Apache Qpid, speaking AMQP 0-9-1 over TCP on 127.0.0.1 to whoever knows its random
 * password. It keeps exchanges, queues and messages in memory only: they are gone when it is closed. To let clients
 * live through an outage, close it and start another on the same port with the same password, see {@link #restart}.
 * Thread-safe; whoever started it closes it, or the JVM does not end.
 */
public final class EmbeddedBroker implements AutoCloseable {
    static final int ANY_PORT = 0;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final Path folder;
    private final String password;
    private final QpidServer server;

    private EmbeddedBroker(Path folder, String password, QpidServer server) {
        this.folder = folder;
        this.password = password;
        this.server = server;
    }

    /**
     * Starts a broker on a free port and returns once a client has talked to it, after a second or two.
     *
     * @param folder what the broker writes goes there, which is nothing in ordinary life; created on need
     * @throws EmbeddedException if it does not start
     */
    public static EmbeddedBroker start(Path folder) {
        return start(folder, ANY_PORT);
    }

    /**
     * Like {@link #start(Path)}, on a port of the caller's choice.
     *
     * @throws EmbeddedException also if the port is taken
     */
    public static EmbeddedBroker start(Path folder, int port) {
        return start(folder, port, Secrets.password());
    }

    private static EmbeddedBroker start(Path folder, int port, String password) {
        var server = QpidServer.start(folder, port, password);
        try {
            BrokerProbe.check(address(server.port(), password), server.name());
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
        log.info("Embedded broker listens on 127.0.0.1:{}; its messages are gone when it stops", server.port());
        return new EmbeddedBroker(folder, password, server);
    }

    /** The address with user and password, as in {@code amqp://user:password@127.0.0.1:5672/}: not for log files. */
    public String url() {
        return address(server.port(), password);
    }

    /** The TCP port on 127.0.0.1 that this broker listens on. */
    public int port() {
        return server.port();
    }

    /**
     * Stops this broker and starts an empty one at the same {@link #url()}: what a broker does that lost everything.
     *
     * @return the new broker, which the caller closes; this one is closed
     * @throws EmbeddedException if the port was taken in between
     */
    public EmbeddedBroker restart() {
        close();
        return start(folder, server.port(), password);
    }

    /** Cuts all connections and stops; returns when the port is free again. Closing twice is harmless. */
    @Override
    public void close() {
        server.stop();
    }

    private static String address(int port, String password) {
        return "amqp://" + QpidServer.USER + ":" + password + "@127.0.0.1:" + port + "/";
    }
}
