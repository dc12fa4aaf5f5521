package io.windlass.remote;

import io.windlass.embedded.Services;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.amqp.AmqpProxy;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Over a real broker. */
@Tag("services")
class CancelledFlowOverAmqpTest extends CancelContract {
    private final String prefix = "wcancel" + UUID.randomUUID().toString().substring(0, 8);

    @Override
    Proxy connect(String name) {
        return proxy(name);
    }

    private AmqpProxy proxy(String name) {
        return AmqpProxy.builder(Services.shared().amqpUrl())
                .name(name)
                .prefix(prefix)
                .connect();
    }

    @AfterEach
    @Override
    void closeAll() throws Exception {
        super.closeAll();
        try (AmqpProxy cleaner = proxy("cleaner")) {
            cleaner.deleteAll(List.of(cleaner.naming().requestQueue(QUEUE)));
        }
    }
}
