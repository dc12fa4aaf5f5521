package io.windlass.remote;

import io.windlass.proxy.Proxy;
import io.windlass.proxy.inprocess.InProcessBroker;

class FairTurnsTest extends FairTurnsContract {
    private final InProcessBroker broker = new InProcessBroker();

    @Override
    Proxy connect(String name) {
        return broker.connect(name);
    }
}
