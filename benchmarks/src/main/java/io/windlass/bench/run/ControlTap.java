package io.windlass.bench.run;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is published through an exchange. Thread-safe. */
public final class ControlTap implements AutoCloseable {
    private final Connection connection;
    private final AtomicLong messages = new AtomicLong();

    ControlTap(String amqpUrl, String exchange) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(amqpUrl.replaceFirst("/$", ""));
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException("the broker's URL is none", e);
        }
        connection = factory.newConnection("bench-tap");
        Channel channel = connection.createChannel();
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, "#");
        channel.basicConsume(queue, true, (consumer, delivery) -> messages.incrementAndGet(), consumer -> {});
    }

    /** {@return how many there were so far} */
    public long messages() {
        return messages.get();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
