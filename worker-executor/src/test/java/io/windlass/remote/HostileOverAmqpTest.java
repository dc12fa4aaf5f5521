package io.windlass.remote;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.windlass.embedded.Services;
import io.windlass.proxy.HostileMessages;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.WireMessage;
import io.windlass.proxy.amqp.AmqpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Over a real broker. */
@Tag("services")
class HostileOverAmqpTest extends HostileContract {
    private static final int SHORT = 255;

    private final String prefix = "whostile" + UUID.randomUUID().toString().substring(0, 8);
    private final Connection connection;
    private Channel channel;

    HostileOverAmqpTest() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(Services.shared().amqpUrl().replaceFirst("/$", "")); // else it names a host without a name
        connection = factory.newConnection("stranger");
        channel = connection.createChannel();
    }

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
    void inject(String queue, WireMessage message) {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .type(message.type())
                .replyTo(message.replyTo())
                .correlationId(shortened(message.correlationId()))
                .headers(message.headers())
                .build();
        try {
            channel.basicPublish("", queue, properties, message.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** AMQP has no way to send a longer one. */
    private static @Nullable String shortened(@Nullable String id) {
        return id == null || id.getBytes(StandardCharsets.UTF_8).length <= SHORT ? id : id.substring(0, SHORT);
    }

    private static @Nullable Object mark(GetResponse got) {
        Map<String, Object> headers = got.getProps().getHeaders();
        return headers == null ? null : headers.get(HostileMessages.MARK);
    }

    @Override
    @Nullable
    WireMessage take(String queue) {
        try {
            GetResponse got = channel.basicGet(queue, true);
            return got == null
                    ? null
                    : new WireMessage(
                            got.getProps().getType(),
                            got.getProps().getReplyTo(),
                            got.getProps().getCorrelationId(),
                            Map.of(HostileMessages.MARK, String.valueOf(mark(got))),
                            got.getBody());
        } catch (IOException e) {
            try {
                channel = connection.createChannel(); // nobody has put anything aside yet, which closes the channel
            } catch (IOException another) {
                throw new UncheckedIOException(another);
            }
            return null;
        }
    }

    @AfterEach
    void cleanUp() throws IOException {
        connection.close();
        try (AmqpProxy cleaner = proxy("cleaner")) {
            cleaner.deleteAll(List.of(cleaner.naming().requestQueue(new RequestQueue("p", "hostile.step", 1))));
        }
    }
}
