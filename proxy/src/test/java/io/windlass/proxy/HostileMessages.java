package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may send who can reach the broker and means harm, or does not know better, from a seed: bodies, headers,
 * correlation ids and types that are broken in one place or all over, and messages that are well formed and about what
 * does not exist. Each has a mark of its own, in a header. Used by one thread.
 */
public final class HostileMessages {
    /** The header that has the mark. */
    public static final String MARK = "hostile-mark";

    private static final List<String> TYPES = List.of(
            "REQUEST",
            "RESPONSE",
            "ASK",
            "GRANT",
            "ADVERT",
            "HEARTBEAT",
            "BEACON",
            "QUERY",
            "MOVED",
            "KEPT",
            "HELD",
            "");

    private static final List<Object> HEADERS = List.of(
            "",
            "x",
            "-1",
            "1e9",
            "execute",
            -1,
            0,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            0.5,
            true,
            "x".repeat(5_000),
            "00000000-0000-0001-0000-000000000002");

    private static final int DEEP = 100_000;
    /** More characters than an AMQP short string has bytes. */
    private static final int LONG = 300;

    private final Random random;
    private final Samples samples;
    private final Mutator mutator;
    private final MessageCodec codec = new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES);
    private int count;

    /** The same seed makes the same messages. */
    public HostileMessages(long seed) {
        random = new Random(seed);
        samples = new Samples(seed);
        mutator = new Mutator(seed);
    }

    /** {@return the next one} */
    public WireMessage next() {
        WireMessage good = codec.encode(samples.message());
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> marked(good, good.type(), good.headers(), mutated(good));
            case 3, 4 -> marked(good, good.type(), withOddHeader(good.headers()), good.body());
            case 5 -> marked(good, any(TYPES), good.headers(), good.body());
            case 6 -> marked(good, good.type(), good.headers(), damaged(good.body()));
            case 7 -> marked(good, random.nextBoolean() ? null : any(TYPES), Map.of(), noise());
            case 8 -> marked(good, good.type(), good.headers(), deep());
            case 9, 10 -> marked(withOddId(good), good.type(), good.headers(), good.body());
            default -> marked(good, good.type(), good.headers(), good.body());
        };
    }

    /** {@return what tells the message from all others of these} */
    public static String markOf(WireMessage message) {
        return String.valueOf(message.headers().get(MARK));
    }

    /** {@return a message that is longer than any that is read} */
    public WireMessage tooLong() {
        WireMessage good = codec.encode(samples.message());
        byte[] body = new byte[MessageCodec.DEFAULT_MAX_BYTES + 1];
        Arrays.fill(body, (byte) ' ');
        return marked(good, good.type(), good.headers(), body);
    }

    /** {@return one that is well formed, says something of a request that there is, and is none of its worker's} */
    public WireMessage forged(RequestName name) {
        String run = UUID.randomUUID().toString();
        Running running = new Running(name, run, Duration.ZERO, 0, null);
        String worker = "nobody" + random.nextInt(100);
        String topic =
                any(List.of("workers", "advert", "ask", "beacon", "reply", "no.such", "not a topic", "#", "amq.x"));
        Message message = switch (random.nextInt(4)) {
            case 0 -> new Ask(name, run, worker, random.nextBoolean(), topic);
            case 1 -> new Grant(name, run, any(List.of(Verdict.values())));
            case 2 -> new Heartbeat(worker, List.of(running), List.of());
            default -> new Heartbeat(worker, List.of(), List.of(running));
        };
        WireMessage wire = codec.encode(message);
        return marked(wire, wire.type(), wire.headers(), wire.body());
    }

    /** {@return whether whoever gets it can read it} */
    public boolean isReadable(WireMessage message) {
        try {
            codec.decode(message);
            return true;
        } catch (io.windlass.failure.InvalidFormatException e) {
            return false;
        }
    }

    private WireMessage marked(WireMessage good, @Nullable String type, Map<String, Object> headers, byte[] body) {
        String replyTo = random.nextInt(20) == 0 ? any(List.of("amq.nowhere", "", "x")) : good.replyTo();
        Map<String, Object> more = new HashMap<>(headers);
        more.put(MARK, Integer.toString(count++));
        return new WireMessage(type, replyTo, good.correlationId(), more, body);
    }

    /** None, too long for AMQP, no name, another request's, or a hash of what no header says. */
    private WireMessage withOddId(WireMessage good) {
        RequestName other = new RequestName(
                new UUID(random.nextLong(), random.nextLong()), "a", Action.EXECUTE, 1 + random.nextInt(3), 1);
        String id = switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> "";
            case 2 -> other.flow() + "/" + "x".repeat(LONG) + "/execute/1/1";
            case 3 -> "x".repeat(1 + random.nextInt(LONG));
            case 4 -> other.toString().replace("execute", "destroy");
            case 5 -> other.toString().replace("/1", "/" + any(List.of("0", "-1", "01", "99999999999", "")));
            case 6 -> "%064x".formatted(random.nextLong());
            default -> other.toString();
        };
        return new WireMessage(good.type(), good.replyTo(), id, good.headers(), good.body());
    }

    private byte[] mutated(WireMessage good) {
        JsonNode body = LooseJson.read(new String(good.body(), UTF_8));
        for (int i = random.nextInt(3); i >= 0; i--) {
            body = mutator.mutated(body);
        }
        return LooseJson.write(body).getBytes(UTF_8);
    }

    private Map<String, Object> withOddHeader(Map<String, Object> headers) {
        Map<String, Object> odd = new HashMap<>(headers);
        List<String> names =
                headers.isEmpty() ? List.of("windlass-epoch", "windlass-flow") : List.copyOf(headers.keySet());
        String name = any(names);
        if (random.nextInt(4) == 0) {
            odd.remove(name);
        } else {
            odd.put(name, any(HEADERS));
        }
        return odd;
    }

    /** Cut off, or with a byte that is another. */
    private byte[] damaged(byte[] body) {
        byte[] copy = Arrays.copyOf(body, random.nextBoolean() ? random.nextInt(body.length + 1) : body.length);
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        return noise;
    }

    /** Deeper than anything is read. */
    private byte[] deep() {
        int depth = random.nextInt(50) == 0 ? DEEP : 600;
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        return ("{\"x\":" + open.repeat(depth)).getBytes(UTF_8);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
