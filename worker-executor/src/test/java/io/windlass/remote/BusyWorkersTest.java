package io.windlass.remote;

import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;
import java.time.Duration;

class BusyWorkersTest extends BusyWorkersContract {
    private final InProcessBroker broker = new InProcessBroker();

    @Override
    Proxy connect(String name) {
        return broker.connect(name);
    }

    @Override
    Duration longestWait() {
        return Duration.ofSeconds(1);
    }
}
