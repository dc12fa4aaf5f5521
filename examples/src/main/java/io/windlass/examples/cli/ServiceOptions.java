package io.windlass.examples.cli;

import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.amqp.AmqpProxy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the broker and the database are, for processes that join them. */
final class ServiceOptions {
    @Option(
            names = "--amqp-url",
            required = true,
            defaultValue = "${env:WINDLASS_AMQP_URL}",
            description = "the broker, such as amqp://user:password@host:5672/; default: $WINDLASS_AMQP_URL")
    private String amqpUrl = "";

    @Option(
            names = "--database-url",
            required = true,
            defaultValue = "${env:WINDLASS_DATABASE_URL}",
            description = "the database, such as jdbc:postgresql://host/name; default: $WINDLASS_DATABASE_URL")
    private String databaseUrl = "";

    @Option(
            names = "--prefix",
            defaultValue = Naming.DEFAULT_PREFIX,
            description = "of the names of exchanges and queues; default: ${DEFAULT-VALUE}")
    private String prefix = Naming.DEFAULT_PREFIX;

    @Option(
            names = "--heartbeat",
            defaultValue = "PT1S",
            description = "how often processes tell that they are alive; the same for all; default: ${DEFAULT-VALUE}")
    private Duration heartbeat = Duration.ofSeconds(1);

    Proxy connect(String name) {
        return AmqpProxy.builder(amqpUrl).prefix(prefix).name(name).connect();
    }

    String databaseUrl() {
        return databaseUrl;
    }

    Duration heartbeat() {
        return heartbeat;
    }
}
