package io.windlass.proxy;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as bytes and AMQP properties, which is what a broker sees. Immutable as long as nobody writes to
 * {@link #body()} or to the headers that it was given, which are not copied.
 */
public final class WireMessage {
    static final String REISSUED = "windlass-reissued";

    /** Of a dead letter: the queue that it was in. */
    public static final String DEAD_FROM = "windlass-queue";
    /** Of a dead letter: why it could not be read or handled. */
    public static final String DEAD_WHY = "windlass-reason";

    /** Of a dead letter: when it was put aside, as an instant in ISO 8601. */
    public static final String DEAD_AT = "windlass-dead-at";

    /** Of a dead letter that was started too often: by whom, which runs and when, as JSON. */
    public static final String DEAD_STARTS = "windlass-starts";

    private static final int MAX_REASON = 1_000;

    private final @Nullable String type;
    private final @Nullable String replyTo;
    private final @Nullable String correlationId;
    private final Map<String, Object> headers;
    private final byte[] body;

    /** Takes what was received or is to be sent; headers are strings, numbers and booleans. */
    public WireMessage(
            @Nullable String type,
            @Nullable String replyTo,
            @Nullable String correlationId,
            Map<String, Object> headers,
            byte[] body) {
        this.type = type;
        this.replyTo = replyTo;
        this.correlationId = correlationId;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
    }

    /** {@return the {@code type} property, null when a foreign message has none} */
    public @Nullable String type() {
        return type;
    }

    /** {@return the {@code reply_to} property, null when there is none} */
    public @Nullable String replyTo() {
        return replyTo;
    }

    /** {@return the {@code correlation_id} property, null when there is none} */
    public @Nullable String correlationId() {
        return correlationId;
    }

    /** {@return the headers, unmodifiable} */
    public Map<String, Object> headers() {
        return headers;
    }

    /** {@return the body, not a copy} */
    public byte[] body() {
        return body;
    }

    /** {@return the same message, marked as perhaps delivered before} */
    public WireMessage asReissued() {
        return withHeaders(Map.of(REISSUED, true));
    }

    /**
     * {@return the same message as it is put aside for people, with headers that say from where and why}
     *
     * @param queue where it was
     * @param why it could not be read or handled
     */
    public WireMessage asDeadLetter(String queue, Throwable why) {
        return asDeadLetter(queue, String.valueOf(why.getMessage() == null ? why : why.getMessage()), Map.of());
    }

    /**
     * {@return the same message as it is put aside for people, with headers that say from where, why and when}
     *
     * @param queue where it was
     * @param reason why
     * @param more headers to add
     */
    public WireMessage asDeadLetter(String queue, String reason, Map<String, Object> more) {
        Map<String, Object> added = new HashMap<>(more);
        added.put(DEAD_FROM, queue);
        added.put(DEAD_WHY, reason.substring(0, Math.min(MAX_REASON, reason.length())));
        added.put(DEAD_AT, Instant.now().toString());
        return withHeaders(added);
    }

    /** {@return a dead letter as it is sent again: without what was added, a request marked as perhaps delivered before} */
    public WireMessage asRevived() {
        Map<String, Object> rest = new HashMap<>(headers);
        rest.keySet().removeAll(Set.of(DEAD_FROM, DEAD_WHY, DEAD_AT, DEAD_STARTS));
        WireMessage alive = new WireMessage(type, replyTo, correlationId, rest, body);
        return RequestCodec.TYPE.equals(type) ? alive.asReissued() : alive;
    }

    private WireMessage withHeaders(Map<String, Object> added) {
        Map<String, Object> more = new HashMap<>(headers);
        more.putAll(added);
        return new WireMessage(type, replyTo, correlationId, more, body);
    }
}
