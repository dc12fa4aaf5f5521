package io.windlass.proxy.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.windlass.embedded.Services;
import io.windlass.proxy.Naming;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** The broker as an outsider sees it, under one prefix; removes everything of that prefix in the end. */
final class TestBroker implements AutoCloseable {
    /** A machine that runs other things too may take its time. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Connection connection;
    private final Naming naming;

    TestBroker(String prefix) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        Endpoints.locate(factory, URI.create(url()));
        factory.setHandshakeTimeout(PATIENCE_MILLIS);
        connection = factory.newConnection("test");
        naming = new Naming(prefix);
    }

    static String url() {
        return Services.shared().amqpUrl();
    }

    Connection connection() {
        return connection;
    }

    boolean isRabbit() {
        return BrokerProfile.of(connection.getServerProperties()).product().equals("RabbitMQ");
    }

    void inject(String queue, WireMessage message) {
        step(channel -> {
            channel.basicPublish("", queue, WireProperties.of(message, true, "1"), message.body());
            return queue;
        });
    }

    int waiting(String queue) {
        try {
            return Topology.with(connection, channel -> channel.queueDeclarePassive(queue))
                    .getMessageCount();
        } catch (IOException e) {
            if (AmqpErrors.code(e) == AmqpErrors.NOT_FOUND) {
                return 0;
            }
            throw new IllegalStateException(e);
        }
    }

    WireMessage take(String queue) {
        GetResponse got = Objects.requireNonNull(step(channel -> channel.basicGet(queue, true)), "no message is there");
        return WireProperties.read(got.getProps(), got.getBody());
    }

    <T> T step(Topology.Step<T> step) {
        try {
            return Topology.with(connection, step);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void delete(String queue) {
        drop(channel -> channel.queueDelete(queue));
    }

    /** Deletes what is there; Qpid minds when it is not. */
    private void drop(Topology.Step<?> delete) {
        try {
            Topology.with(connection, delete);
        } catch (IOException e) {
            if (AmqpErrors.code(e) != AmqpErrors.NOT_FOUND) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(naming.deadLetters());
        delete(naming.replyQueue("r"));
        for (String pool : List.of("pool", "other")) {
            for (String type : List.of("pkg.A", "pkg.B")) {
                delete(naming.requestQueue(new RequestQueue(pool, type, 1)));
                delete(naming.requestQueue(new RequestQueue(pool, type, 2)));
            }
        }
        drop(channel -> channel.exchangeDelete(naming.requestsExchange()));
        drop(channel -> channel.exchangeDelete(naming.controlExchange()));
        connection.close();
    }
}
