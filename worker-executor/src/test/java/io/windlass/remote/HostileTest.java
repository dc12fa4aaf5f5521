package io.windlass.remote;

import io.windlass.proxy.Proxy;
import io.windlass.proxy.WireMessage;
import io.windlass.proxy.inprocess.InProcessBroker;
import org.jspecify.annotations.Nullable;

/** In one process. */
class HostileTest extends HostileContract {
    private final InProcessBroker broker = new InProcessBroker();

    @Override
    Proxy connect(String name) {
        return broker.connect(name);
    }

    @Override
    void inject(String queue, WireMessage message) {
        broker.inject(queue, message);
    }

    @Override
    @Nullable
    WireMessage take(String queue) {
        return broker.waiting(queue) == 0 ? null : broker.take(queue);
    }
}
