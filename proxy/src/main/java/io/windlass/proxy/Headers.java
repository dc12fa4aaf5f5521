package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** What Windlass adds to TaskFlow's messages: reads and writes AMQP headers. */
final class Headers {
    static final String FLOW = "windlass-flow";
    static final String ATOM = "windlass-atom";
    static final String ACTION = "windlass-action";
    static final String ROUND = "windlass-round";
    static final String ATTEMPT = "windlass-attempt";
    static final String OWNER = "windlass-owner";
    static final String EPOCH = "windlass-epoch";
    static final String RUN = "windlass-run";
    static final String WORKER = "windlass-worker";

    private Headers() {}

    static void put(Map<String, Object> headers, RequestName name) {
        putFlow(headers, name);
        headers.put(ATOM, name.atom());
        headers.put(ACTION, name.action().wireName());
    }

    /** What of the name is not in the body of a request. */
    static void putFlow(Map<String, Object> headers, RequestName name) {
        headers.put(FLOW, name.flow().toString());
        headers.put(ROUND, name.round());
        headers.put(ATTEMPT, name.attempt());
    }

    static RequestName name(WireMessage wire) {
        return new RequestName(
                uuid(wire, FLOW),
                text(wire, ATOM),
                action(text(wire, ACTION)),
                Math.toIntExact(number(wire, ROUND)),
                Math.toIntExact(number(wire, ATTEMPT)));
    }

    /** For people and for TaskFlow's peers. A name too long for an AMQP short string goes as its hash. */
    static String correlationId(RequestName name) {
        String text = name.toString();
        if (text.length() <= Names.MAX_BYTES / Utf8.MOST_FOR_A_CHAR) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= Names.MAX_BYTES
                ? text
                : UUID.nameUUIDFromBytes(bytes).toString();
    }

    static Action action(String name) {
        try {
            return Action.ofWireName(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidFormatException(e.getMessage() == null ? "no such action" : e.getMessage(), e);
        }
    }

    static String text(WireMessage wire, String header) {
        if (wire.headers().get(header) instanceof String text) {
            return text;
        }
        throw new InvalidFormatException("the header " + header + " is missing or no string");
    }

    static long number(WireMessage wire, String header) {
        if (wire.headers().get(header) instanceof Number number) {
            return number.longValue();
        }
        throw new InvalidFormatException("the header " + header + " is missing or no number");
    }

    static UUID uuid(WireMessage wire, String header) {
        String text = text(wire, header);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidFormatException("the header " + header + " is no UUID: " + text, e);
        }
    }

    /** Foreign senders may leave a flag out. */
    static boolean flag(WireMessage wire, String header) {
        return Boolean.TRUE.equals(wire.headers().get(header));
    }
}
