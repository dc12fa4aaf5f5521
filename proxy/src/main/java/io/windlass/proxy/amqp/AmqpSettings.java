package io.windlass.proxy.amqp;

import io.windlass.proxy.Naming;
import java.time.Duration;

/** The checked settings of one proxy. */
record AmqpSettings(
        String name,
        Naming naming,
        int window,
        Duration heartbeat,
        Duration recoveryInterval,
        Duration connectTimeout,
        int maxMessageBytes,
        boolean quorum) {
    /** How long a declaration or the start of a consumer waits for a broker that is away. */
    static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(30);
    /** How long closing waits for confirms. */
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    AmqpSettings {
        require(window >= 1, "window is " + window + "; it must be at least 1");
        require(heartbeat.toSeconds() >= 1, "heartbeat is " + heartbeat + "; it must be at least 1 s");
        require(
                recoveryInterval.toMillis() >= 10,
                "recoveryInterval is " + recoveryInterval + "; it must be at least 10 ms");
        require(!connectTimeout.isNegative(), "connectTimeout is " + connectTimeout + "; it cannot be negative");
    }

    Thread thread(Runnable task, String role) {
        Thread thread = new Thread(task, "windlass-proxy-" + name + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
