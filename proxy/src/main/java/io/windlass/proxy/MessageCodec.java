package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import java.util.Map;

/**
 * Turns messages into bytes and back; the one place that knows the wire protocol. REQUEST and RESPONSE have
 * TaskFlow's JSON bodies, with what Windlass adds in headers; the others have bodies of their own. The type
 * property says which is which, and nothing in a message can name a class. The bodies' JSON Schemas are resources
 * beside this class, in {@code schema/}: one for each type, in lower case. Thread-safe.
 */
public final class MessageCodec {
    /** The longest body that is sent or read unless another limit is asked for, in bytes: 16 MiB. */
    public static final int DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

    private final int maxBytes;

    /**
     * Makes a codec with a limit.
     *
     * @param maxBytes the longest body, in bytes, at least 1
     */
    public MessageCodec(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must be at least 1");
        }
        this.maxBytes = maxBytes;
    }

    /**
     * Writes a message.
     *
     * @throws InvalidFormatException when it has more bytes than the limit, or text that is no Unicode
     */
    public WireMessage encode(Message message) {
        WireMessage wire;
        if (message instanceof Request request) {
            wire = RequestCodec.encode(request);
        } else if (message instanceof Response response) {
            wire = ResponseCodec.encode(response);
        } else if (message instanceof Event event) {
            wire = ResponseCodec.encode(event);
        } else {
            wire = new WireMessage(typeOf(message), null, null, Map.of(), ControlCodec.encode(message));
        }
        if (wire.body().length > maxBytes) {
            throw new InvalidFormatException(wire.type() + " " + wire.correlationId() + " has " + wire.body().length
                    + " bytes; at most " + maxBytes + " are sent: raise maxMessageBytes on both sides and at the"
                    + " broker, or pass a reference to the data instead");
        }
        return wire;
    }

    /**
     * Reads a message from outside.
     *
     * @throws InvalidFormatException whatever is wrong with it; says what
     */
    public Message decode(WireMessage wire) {
        if (wire.body().length > maxBytes) {
            throw new InvalidFormatException(
                    "a message has " + wire.body().length + " bytes; at most " + maxBytes + " are read");
        }
        try {
            return read(Checks.present(wire.type(), "the type property"), wire);
        } catch (InvalidFormatException e) {
            throw new InvalidFormatException(
                    "message of type " + wire.type() + ", correlation id " + wire.correlationId() + ": "
                            + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            // Nothing from outside may get at a consumer with another exception, not even by a library's defect.
            throw new InvalidFormatException("message of type " + wire.type() + " cannot be read: " + e, e);
        }
    }

    private static Message read(String type, WireMessage wire) {
        String body = Utf8.decode(wire.body());
        return switch (type) {
            case RequestCodec.TYPE -> RequestCodec.decode(wire, body);
            case ResponseCodec.TYPE -> ResponseCodec.decode(wire, body);
            case "ASK" -> ControlCodec.decode(body, Ask.class);
            case "GRANT" -> ControlCodec.decode(body, Grant.class);
            case "ADVERT" -> ControlCodec.decode(body, Advert.class);
            case "HEARTBEAT" -> ControlCodec.decode(body, Heartbeat.class);
            case "BEACON" -> ControlCodec.decode(body, Beacon.class);
            case "QUERY" -> ControlCodec.decode(body, Query.class);
            case "MOVED" -> ControlCodec.decode(body, Moved.class);
            case "CANCEL" -> ControlCodec.decode(body, Cancel.class);
            case "KEPT" -> ControlCodec.decode(body, Kept.class);
            default -> throw new InvalidFormatException("there is no such type");
        };
    }

    private static String typeOf(Message message) {
        return ControlCodec.typeOf(message.getClass());
    }
}
