package io.windlass.proxy;

import io.windlass.failure.Failure;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes messages of every kind from a seed, with awkward names and values among them. */
public final class Samples {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1.50E+10",
            "1e400",
            "3.10",
            "123456789012345678901234567890",
            "\"\"",
            "\"a\\u0000\\\"b\\\\ \\ud83d\\ude00\"",
            "\"\ud83d\ude00 ä\"",
            "[]",
            "{}",
            "[1, 2.0 ,{\"a\" : [null]}]",
            "{\"x\":{\"y\":[true,false]},\"\":1}");
    private static final String LETTERS = "abcXYZ019-_./ \"\\äß\u4e2d\u0001\t";

    /** So often repeated, no name fits a short string, and all fit a message. */
    private static final int LONG = 50;

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    /** A plain request. */
    public static Request request(String replyTo, String atom) {
        return new Request(
                new RequestName(UUID.randomUUID(), atom, Action.EXECUTE, 1, 1),
                "pkg.Resize",
                "1.0",
                Map.of("size", new Value("10")),
                null,
                Map.of(),
                replyTo,
                1,
                false);
    }

    Message message() {
        List<Supplier<Message>> kinds = List.of(
                this::anyRequest,
                this::response,
                () -> new Ask(name(), text(), text(), random.nextBoolean(), text()),
                () -> new Grant(
                        name(),
                        text(),
                        any(Verdict.class),
                        List.of(new Start(text(), text(), Instant.EPOCH.plus(duration())))),
                this::advert,
                () -> new Heartbeat(text(), List.of(running()), List.of(running())),
                () -> new Event(name(), text(), text(), text(), object()),
                () -> new Beacon(uuid(), random.nextInt(9), text(), duration()),
                Query::new,
                () -> new Moved(text(), text(), uuid(), random.nextInt(9)),
                () -> new Cancel(name(), text(), random.nextBoolean()),
                () -> new Kept(uuid()));
        return kinds.get(random.nextInt(kinds.size())).get();
    }

    private <E extends Enum<E>> E any(Class<E> type) {
        List<E> all = List.copyOf(EnumSet.allOf(type));
        return all.get(random.nextInt(all.size()));
    }

    private Request anyRequest() {
        Map<String, Value> arguments = new LinkedHashMap<>();
        Map<String, Failure> failures = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            arguments.put(text(), value());
            failures.put(text(), failure());
        }
        Outcome previous = switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> Outcome.succeeded(value());
            default -> Outcome.failed(Failures.write(failure()));
        };
        return new Request(
                name(),
                text(),
                version(),
                arguments,
                previous,
                failures,
                text(),
                random.nextInt(9),
                random.nextBoolean());
    }

    private Response response() {
        boolean success = random.nextBoolean();
        return new Response(name(), text(), text(), success, success ? value() : Failures.write(failure()));
    }

    private Advert advert() {
        Map<String, List<String>> types = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            types.put(text(), List.of("1.0", "2.1"));
        }
        int slots = random.nextInt(10);
        return new Advert(text(), text(), text(), types, slots, random.nextInt(slots + 1), any(WorkerState.class));
    }

    private Running running() {
        return new Running(
                name(),
                text(),
                duration(),
                random.nextDouble(),
                random.nextBoolean() ? object() : null,
                random.nextBoolean());
    }

    private Value object() {
        return new Value("{" + Values.write(text()).json() + ":" + value().json() + "}");
    }

    private Failure failure() {
        List<Failure> causes = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            causes.add(failure());
        }
        return Failure.of(List.of("java.io.IOException", "Exception"), text(), text(), causes);
    }

    private RequestName name() {
        Action action = random.nextBoolean() ? Action.EXECUTE : Action.REVERT;
        String atom = random.nextInt(10) == 0 ? text().repeat(LONG) : text();
        return new RequestName(uuid(), atom, action, 1 + random.nextInt(5), 1 + random.nextInt(5));
    }

    private Value value() {
        return random.nextInt(3) == 0 ? Values.write(text()) : new Value(VALUES.get(random.nextInt(VALUES.size())));
    }

    private String version() {
        return List.of("1.0", "2", "0.10.3", "01.0", "1.x", "1.").get(random.nextInt(6));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextLong(100_000_000_000L));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
