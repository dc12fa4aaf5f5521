package io.windlass.proxy.amqp;

import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyContract;
import io.windlass.proxy.WireMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("services")
class AmqpProxyTest extends ProxyContract {
    private final String prefix = freshPrefix();
    private final TestBroker broker;

    AmqpProxyTest() throws Exception {
        broker = new TestBroker(prefix);
    }

    @Override
    protected Proxy connect(String name) {
        return AmqpProxy.builder(TestBroker.url()).name(name).prefix(prefix).connect();
    }

    @Override
    protected void inject(String queue, WireMessage message) {
        broker.inject(queue, message);
    }

    @Override
    protected int waiting(String queue) {
        return broker.waiting(queue);
    }

    @Override
    protected WireMessage take(String queue) {
        return broker.take(queue);
    }

    @AfterEach
    void cleanUp() throws Exception {
        broker.close();
    }
}
