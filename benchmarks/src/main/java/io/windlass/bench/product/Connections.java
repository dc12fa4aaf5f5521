package io.windlass.bench.product;

import io.windlass.bench.child.Part;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.proxy.amqp.AmqpProxyBuilder;

/** How the processes reach the broker. */
final class Connections {
    private Connections() {}

    static AmqpProxy open(Part part) {
        AmqpProxyBuilder builder =
                AmqpProxy.builder(part.amqpUrl()).prefix(part.prefix()).name(part.name());
        return (part.quorum() ? builder : builder.classicQueues()).connect();
    }
}
