package io.windlass.proxy.amqp;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.windlass.proxy.Naming;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges and durable queues that this process declared, to be declared again after a reconnect. What exists
 * otherwise, or may not be declared by this user, is only looked at, after one warning. Each step has a channel of
 * its own, because a refusal closes it.
 */
final class Topology {
    private static final Logger log = LoggerFactory.getLogger(Topology.class);

    private final Naming naming;
    private final Map<String, QueueSpec> queues = new ConcurrentHashMap<>();
    private final Set<String> lookedAtOnly = ConcurrentHashMap.newKeySet();

    Topology(Naming naming) {
        this.naming = naming;
    }

    /** Something to do on a channel that is closed afterwards. */
    interface Step<T> {
        T on(Channel channel) throws IOException;
    }

    static <T> T with(Connection connection, Step<T> step) throws IOException {
        Channel channel = connection
                .openChannel()
                .orElseThrow(() -> new IOException("the broker allows no more channels; raise its channel limit"));
        try {
            return step.on(channel);
        } finally {
            closeQuietly(channel);
        }
    }

    static void closeQuietly(Channel channel) {
        try {
            if (channel.isOpen()) {
                channel.close();
            }
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            log.debug("a channel is closed already: {}", AmqpErrors.text(e));
        }
    }

    void declareExchanges(Connection connection) throws IOException {
        for (String exchange : List.of(naming.requestsExchange(), naming.controlExchange())) {
            declareOrLook(
                    connection,
                    "exchange " + exchange,
                    channel -> channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true),
                    channel -> channel.exchangeDeclarePassive(exchange));
        }
    }

    void declare(Connection connection, QueueSpec spec) throws IOException {
        declareOrLook(
                connection,
                "queue " + spec.name(),
                channel -> channel.queueDeclare(spec.name(), true, false, false, spec.arguments()),
                channel -> channel.queueDeclarePassive(spec.name()));
        String key = spec.key();
        if (key != null) {
            bind(connection, spec.name(), key);
        }
        queues.put(spec.name(), spec);
    }

    private void bind(Connection connection, String queue, String key) throws IOException {
        try {
            with(connection, channel -> channel.queueBind(queue, naming.requestsExchange(), key));
        } catch (IOException e) {
            if (AmqpErrors.code(e) != AmqpErrors.ACCESS_REFUSED) {
                throw e;
            }
            if (lookedAtOnly.add("binding of " + queue)) {
                log.warn(
                        "not allowed to bind queue {} to exchange {} ({}); it has to be bound with routing key {}",
                        queue,
                        naming.requestsExchange(),
                        AmqpErrors.text(e),
                        key);
            }
        }
    }

    private void declareOrLook(Connection connection, String what, Step<?> declare, Step<?> look) throws IOException {
        if (!lookedAtOnly.contains(what)) {
            try {
                with(connection, declare);
                return;
            } catch (IOException e) {
                int code = AmqpErrors.code(e);
                if (code != AmqpErrors.PRECONDITION_FAILED && code != AmqpErrors.ACCESS_REFUSED) {
                    throw e;
                }
                lookedAtOnly.add(what);
                log.warn("{} cannot be declared as wanted ({}); it is used as it is", what, AmqpErrors.text(e));
            }
        }
        with(connection, look);
    }

    void deleteAll(Connection connection, Collection<String> names) throws IOException {
        for (String queue : names) {
            forget(queue);
            ignoreMissing(connection, channel -> channel.queueDelete(queue));
        }
        for (String exchange : List.of(naming.requestsExchange(), naming.controlExchange())) {
            ignoreMissing(connection, channel -> channel.exchangeDelete(exchange));
        }
    }

    /** RabbitMQ does not mind when there is nothing to delete, Qpid does. */
    private static void ignoreMissing(Connection connection, Step<?> delete) throws IOException {
        try {
            with(connection, delete);
        } catch (IOException e) {
            if (AmqpErrors.code(e) != AmqpErrors.NOT_FOUND) {
                throw e;
            }
        }
    }

    Collection<QueueSpec> queues() {
        return queues.values();
    }

    void forget(String queue) {
        queues.remove(queue);
    }

    /** Declares a queue again if this process declared it before; else leaves it to whoever did. */
    void restore(Connection connection, String queue) throws IOException {
        QueueSpec spec = queues.get(queue);
        if (spec != null) {
            declare(connection, spec);
        }
    }
}
