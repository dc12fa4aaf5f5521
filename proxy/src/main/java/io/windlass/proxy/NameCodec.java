package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Where a message has the name of its request: in its correlation id. Where that would be too long for an AMQP short
 * string, the correlation id is a hash of it and its parts are headers.
 */
final class NameCodec {
    static final String FLOW = "windlass-flow";
    static final String ATOM = "windlass-atom";
    static final String ACTION = "windlass-action";
    static final String ROUND = "windlass-round";
    static final String ATTEMPT = "windlass-attempt";

    private NameCodec() {}

    /** {@return the correlation id; headers are added if it does not say all} */
    static String write(RequestName name, Map<String, Object> headers) {
        String text = name.toString();
        if (Utf8.length(text) <= Names.MAX_BYTES) {
            return text;
        }
        headers.put(FLOW, name.flow().toString());
        headers.put(ATOM, name.atom());
        headers.put(ACTION, name.action().wireName());
        headers.put(ROUND, name.round());
        headers.put(ATTEMPT, name.attempt());
        return hash(text);
    }

    /** Only a text of a name has slashes. Headers beside it are not looked at, as headers that nobody knows are not. */
    static RequestName read(WireMessage wire) {
        String id = Checks.shortText(wire.correlationId(), "the correlation_id property");
        if (id.indexOf('/') >= 0) {
            return parse(id);
        }
        RequestName name = new RequestName(
                Headers.uuid(wire, FLOW),
                Headers.text(wire, ATOM),
                Headers.action(Headers.text(wire, ACTION)),
                Math.toIntExact(Headers.number(wire, ROUND)),
                Math.toIntExact(Headers.number(wire, ATTEMPT)));
        Checks.require(
                id.equals(hash(name.toString())),
                () -> "the correlation_id property is no hash of " + name + ", which is in the headers");
        return name;
    }

    private static RequestName parse(String text) {
        try {
            return RequestName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidFormatException("the correlation_id property is no name of a request", e);
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Utf8.encode(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
