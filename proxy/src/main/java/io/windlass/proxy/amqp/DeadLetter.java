package io.windlass.proxy.amqp;

import io.windlass.proxy.WireMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a message among the dead letters, without its body.
 *
 * @param id names it, made of what is in it; the same in each look, and of two that are the same in all
 * @param at when it was put aside; null when it does not say
 * @param queue where it was; null when it does not say
 * @param reason why it was put aside; null when it does not say
 * @param type of message, such as {@code REQUEST}; null when a foreign message has none
 * @param request the name of the request that it is or is about, as its correlation id says, which has a hash where the
 *     name is too long; null when it has none
 * @param bytes how long its body is
 */
public record DeadLetter(
        String id,
        @Nullable Instant at,
        @Nullable String queue,
        @Nullable String reason,
        @Nullable String type,
        @Nullable String request,
        int bytes) {
    private static final int ID_LENGTH = 12;

    static DeadLetter of(WireMessage message) {
        return new DeadLetter(
                idOf(message),
                instant(text(message, WireMessage.DEAD_AT)),
                text(message, WireMessage.DEAD_FROM),
                text(message, WireMessage.DEAD_WHY),
                message.type(),
                message.correlationId(),
                message.body().length);
    }

    /** Brokers add headers of their own, and others with each look, so only what they leave alone counts. */
    private static String idOf(WireMessage message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join(
                            "\n",
                            Objects.toString(message.type()),
                            Objects.toString(message.correlationId()),
                            Objects.toString(text(message, WireMessage.DEAD_AT)),
                            Objects.toString(text(message, WireMessage.DEAD_FROM)),
                            Objects.toString(text(message, WireMessage.DEAD_WHY)))
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(message.body())).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static @Nullable String text(WireMessage message, String header) {
        return message.headers().get(header) instanceof String text ? text : null;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
