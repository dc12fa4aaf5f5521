package io.windlass.examples.crash;

import io.windlass.embedded.EmbeddedBroker;
import io.windlass.embedded.Services;
import java.nio.file.Path;

/** A broker of a test's own, to be restarted: of the kind that the services are. */
interface Broker extends AutoCloseable {
    String url();

    /** Ends it at once and starts it again at the same address. A RabbitMQ keeps durable messages, the embedded loses all. */
    void restart();

    /** Does what an operator would, should it have come back with something broken that is known. */
    default void tend() {}

    @Override
    void close();

    static Broker start(Services services, Path folder) {
        return services.brokerIsEmbedded() ? new Embedded(folder) : RabbitNode.start(folder);
    }

    /** The embedded broker, which comes back empty. */
    final class Embedded implements Broker {
        private EmbeddedBroker broker;

        Embedded(Path folder) {
            broker = EmbeddedBroker.start(folder);
        }

        @Override
        public String url() {
            return broker.url();
        }

        @Override
        public void restart() {
            broker = broker.restart();
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
