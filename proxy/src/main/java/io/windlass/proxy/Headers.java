package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import java.util.UUID;

/** What Windlass adds to TaskFlow's messages: reads AMQP headers. */
final class Headers {
    static final String EPOCH = "windlass-epoch";
    static final String RUN = "windlass-run";
    static final String WORKER = "windlass-worker";

    private Headers() {}

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
