package io.windlass.examples.cli;

import io.windlass.embedded.Services;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import java.util.List;

/** Tidies up on the broker of the tests. */
final class Brokers {
    private Brokers() {}

    static AmqpProxy connect(String prefix) {
        return AmqpProxy.builder(Services.shared().amqpUrl())
                .prefix(prefix)
                .name("test")
                .connect();
    }

    /** Deletes everything of a prefix. */
    static void clean(String prefix, List<RequestQueue> queues) {
        try (AmqpProxy proxy = connect(prefix)) {
            proxy.deleteAll(queues.stream().map(proxy.naming()::requestQueue).toList());
        }
    }
}
