package io.windlass.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/** The Qpid server behind {@link EmbeddedBroker}: its settings, its start, and what became of it. */
final class QpidServer {
    static final String USER = "windlass";

    /** RabbitMQ's own limit, so that a program that fits there fits here. */
    private static final String CHANNELS_PER_CONNECTION = "2047";

    /** Enough for tests and demos; Qpid's default is eight per core and more. */
    private static final String THREADS = "4";

    private static final String SELECTORS = "1";

    private final SystemLauncher launcher;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final String name;
    private final int port;

    private QpidServer(SystemLauncher launcher, String name, int port) {
        this.launcher = launcher;
        this.name = name;
        this.port = port;
    }

    static QpidServer start(Path folder, int port, String password) {
        QuietLogging.of("org.apache.qpid", "qpid.message");
        var name = "windlass-" + Secrets.mark();
        var events = new Events();
        var launcher = new SystemLauncher(events);
        try {
            launcher.startup(settings(folder, port, name, password));
            return new QpidServer(launcher, name, events.boundPort(port));
        } catch (Exception e) {
            launcher.shutdown();
            throw e instanceof EmbeddedException known ? known : failed(port, e);
        }
    }

    int port() {
        return port;
    }

    /** What the server calls itself towards its clients; no other server has this name. */
    String name() {
        return name;
    }

    void stop() {
        if (stopped.compareAndSet(false, true)) {
            launcher.shutdown();
        }
    }

    private static Map<String, Object> settings(Path folder, int port, String name, String password) {
        var context = Map.of(
                "windlass.broker.name", name,
                "windlass.broker.password", password,
                "windlass.broker.port", Integer.toString(port),
                "qpid.work_dir", folder.toAbsolutePath().toString(),
                "qpid.port.sessionCountLimit", CHANNELS_PER_CONNECTION,
                "qpid.port.amqp.threadPool.size", THREADS,
                "qpid.port.amqp.threadPool.numberOfSelectors", SELECTORS,
                "virtualhost.connectionThreadPool.size", THREADS,
                "virtualhost.connectionThreadPool.numberOfSelectors", SELECTORS);
        return Map.of(
                "type", "Memory",
                "initialConfigurationLocation", "classpath:io/windlass/embedded/broker.json",
                "preferenceStoreAttributes", "{\"type\": \"Noop\"}",
                "startupLoggedToSystemOut", false,
                "context", context);
    }

    private static EmbeddedException failed(int port, Exception cause) {
        var where = port == EmbeddedBroker.ANY_PORT ? "a free port" : "port " + port;
        return new EmbeddedException(
                "The embedded broker did not start on " + where + " of 127.0.0.1: " + cause.getMessage()
                        + ". Free the port, or set WINDLASS_AMQP_URL to a broker of your own.",
                cause);
    }

    /** Qpid reports a failed start to its listeners only; {@code startup} itself returns as if all were well. */
    private static final class Events extends DefaultSystemLauncherListener {
        private volatile @Nullable SystemConfig<?> system;
        private volatile @Nullable RuntimeException error;

        @Override
        public void onContainerResolve(SystemConfig<?> resolved) {
            system = resolved;
        }

        @Override
        public void errorOnStartup(RuntimeException e) {
            error = e;
        }

        int boundPort(int wanted) {
            var failure = error;
            if (failure != null) {
                throw failed(wanted, failure);
            }
            var resolved = system;
            if (resolved == null || !(resolved.getContainer() instanceof Broker<?> broker)) {
                throw failed(wanted, new IllegalStateException("it ended while starting"));
            }
            for (Object child : broker.getChildren(Port.class)) {
                if (child instanceof Port<?> open && open.getState() == State.ACTIVE) {
                    return open.getBoundPort();
                }
            }
            throw failed(wanted, new IllegalStateException("it could not listen, the port is taken"));
        }
    }
}
