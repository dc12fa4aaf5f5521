package io.windlass.remote;

import io.windlass.embedded.Services;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.amqp.AmqpProxy;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Over a real broker; each request costs it more than the time of its body. */
@Tag("services")
class BusyWorkersOverAmqpTest extends BusyWorkersContract {
    private final String prefix = "wbusy" + UUID.randomUUID().toString().substring(0, 8);

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

    @Override
    Duration longestWait() {
        return Duration.ofSeconds(2);
    }

    @AfterEach
    @Override
    void closeAll() throws Exception {
        super.closeAll();
        try (AmqpProxy cleaner = proxy("cleaner")) {
            cleaner.deleteAll(
                    queues().stream().map(cleaner.naming()::requestQueue).toList());
        }
    }
}
