package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import io.windlass.proxy.WireMessage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates between a wire message and AMQP's properties. */
final class WireProperties {
    private static final Integer PERSISTENT = 2;

    private WireProperties() {}

    /**
     * Only what somebody reads: each property costs the broker time, too.
     *
     * @param persistent whether it is to outlive the broker; what is not is so by default
     * @param messageId by which its sender knows it when it is returned; null for what is not
     */
    static AMQP.BasicProperties of(WireMessage message, boolean persistent, @Nullable String messageId) {
        return new AMQP.BasicProperties.Builder()
                .deliveryMode(persistent ? PERSISTENT : null)
                .messageId(messageId)
                .type(message.type())
                .replyTo(message.replyTo())
                .correlationId(message.correlationId())
                .headers(message.headers().isEmpty() ? null : message.headers())
                .build();
    }

    static WireMessage read(AMQP.BasicProperties properties, byte[] body) {
        return new WireMessage(
                properties.getType(),
                properties.getReplyTo(),
                properties.getCorrelationId(),
                headers(properties.getHeaders()),
                body);
    }

    /** Only what the codec may want; brokers and strangers add tables and lists. */
    private static Map<String, Object> headers(@Nullable Map<String, Object> received) {
        Map<String, Object> headers = new HashMap<>();
        if (received != null) {
            received.forEach((name, value) -> {
                if (value instanceof LongString text) {
                    headers.put(name, text.toString());
                } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                    headers.put(name, value);
                }
            });
        }
        return headers;
    }
}
