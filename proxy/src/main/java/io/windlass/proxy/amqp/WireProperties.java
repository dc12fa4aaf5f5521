package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.LongString;
import io.windlass.proxy.WireMessage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates between a wire message and AMQP's properties. */
final class WireProperties {
    private WireProperties() {}

    static AMQP.BasicProperties of(WireMessage message, int deliveryMode, String messageId) {
        return new AMQP.BasicProperties.Builder()
                .contentType(WireMessage.CONTENT_TYPE)
                .contentEncoding("utf-8")
                .deliveryMode(deliveryMode)
                .messageId(messageId)
                .type(message.type())
                .replyTo(message.replyTo())
                .correlationId(message.correlationId())
                .headers(message.headers())
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
