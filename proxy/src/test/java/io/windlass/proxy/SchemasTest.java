package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas that users get say what the codec does, and docs/protocol.md says what they cannot. */
class SchemasTest {
    private static final int SAMPLES = 1_000;
    private static final int MUTANTS = 40_000;
    private static final Path FILES = Path.of("src", "main", "resources", "io", "windlass", "proxy", "schema");
    private static final Path DOCUMENT = Path.of("..", "docs", "protocol.md");

    /** What docs/protocol.md names under "What the schemas cannot say", where mutants come upon it. */
    private static final List<String> BEYOND_SCHEMAS = List.of("free is ", "must end with Exception or BaseException");

    private static final Set<String> ACTIONS = Set.of("execute", "revert");

    private final MessageCodec codec = new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "types",
                "failure",
                "request",
                "response",
                "ask",
                "grant",
                "advert",
                "heartbeat",
                "beacon",
                "query",
                "moved",
                "kept"
            })
    void eachFileIsASchemaAndDocumented(String name) throws IOException {
        assertThat(Schemas.checkItself(name)).isEmpty();
        assertThat(Values.mapper()
                        .readTree(FILES.resolve(name + ".json").toFile())
                        .path("$id")
                        .textValue())
                .isEqualTo(name + ".json");
        assertThat(Files.readString(DOCUMENT)).contains("/" + name + ".json)");
    }

    @Test
    void eachMessageThatTravelsHasASchema() throws IOException {
        Set<String> types = Stream.of(Message.class.getPermittedSubclasses())
                .map(type -> type == Event.class ? Response.class : type)
                .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT) + ".json")
                .collect(Collectors.toCollection(TreeSet::new));
        types.addAll(List.of("types.json", "failure.json"));
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(types);
        }
    }

    @Test
    void whatTheCodecWritesTheSchemaAccepts() {
        Samples samples = new Samples(44);
        Set<Class<?>> seen = new HashSet<>();
        for (int i = 0; i < SAMPLES; i++) {
            Message message = samples.message();
            WireMessage wire = codec.encode(message);
            assertThat(Schemas.check(typeOf(wire), new String(wire.body(), UTF_8)))
                    .as(new String(wire.body(), UTF_8))
                    .isEmpty();
            seen.add(message.getClass());
        }
        assertThat(seen).containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
    }

    @Test
    void ofMutantsTheSchemaRefusesWhatTheCodecRefuses() {
        Samples samples = new Samples(45);
        Mutator mutator = new Mutator(45);
        Map<String, Integer> refused = new TreeMap<>();
        Map<String, Integer> accepted = new TreeMap<>();
        for (int i = 0; i < MUTANTS; i++) {
            WireMessage wire = codec.encode(samples.message());
            JsonNode mutant = mutator.mutated(LooseJson.read(new String(wire.body(), UTF_8)));
            String body = LooseJson.write(mutant);
            String why = whyRefused(about(mutant, wire), body);
            if (why == null || BEYOND_SCHEMAS.stream().noneMatch(why::contains)) {
                assertThat(Schemas.check(typeOf(wire), body).isEmpty())
                        .as(
                                "%s %s; the codec says: %s; the schema: %s",
                                wire.type(), body, why, Schemas.check(typeOf(wire), body))
                        .isEqualTo(why == null);
            }
            (why == null ? accepted : refused).merge(typeOf(wire), 1, Integer::sum);
        }
        assertThat(refused)
                .hasSize(Message.class.getPermittedSubclasses().length - 1) // an event is a RESPONSE
                .allSatisfy((type, times) -> assertThat(times).isGreaterThan(100));
        assertThat(accepted)
                .hasSize(Message.class.getPermittedSubclasses().length - 1) // an event is a RESPONSE
                .allSatisfy((type, times) -> assertThat(times).isGreaterThan(100));
    }

    /** Which messages have which headers is what the table says, no more and no less. */
    @Test
    void eachHeaderIsDocumented() throws IOException {
        Samples samples = new Samples(46);
        Map<String, Set<String>> sent = new TreeMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            WireMessage wire = codec.encode(samples.message());
            wire.headers()
                    .keySet()
                    .forEach(header ->
                            sent.computeIfAbsent(header, h -> new TreeSet<>()).add(typeOf(wire)));
        }
        new WireMessage("X", null, null, Map.of(), new byte[0])
                .asDeadLetter("queue", new IllegalStateException())
                .headers()
                .keySet()
                .forEach(header -> sent.put(header, Set.of("dead letters")));

        Map<String, Set<String>> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `windlass-"))
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        row -> row[1].replace("`", "").strip(),
                        row -> new TreeSet<>(List.of(row[4].strip().split(", ")))));
        assertThat(documented).isEqualTo(sent);
    }

    /** The same about the request that the mutant names, since a schema cannot see what else names it. */
    private static WireMessage about(JsonNode mutant, WireMessage like) {
        String atom = mutant.path("task_name").textValue();
        String action = mutant.path("action").textValue();
        if (!typeOf(like).equals("REQUEST") || atom == null || action == null || !ACTIONS.contains(action)) {
            return like;
        }
        RequestName old = NameCodec.read(like);
        RequestName name = new RequestName(old.flow(), atom, Action.ofWireName(action), old.round(), old.attempt());
        Map<String, Object> headers = new HashMap<>(like.headers());
        String id = NameCodec.write(name, headers);
        return new WireMessage(like.type(), like.replyTo(), id, headers, like.body());
    }

    private @Nullable String whyRefused(WireMessage like, String body) {
        try {
            codec.decode(new WireMessage(
                    like.type(), like.replyTo(), like.correlationId(), like.headers(), body.getBytes(UTF_8)));
            return null;
        } catch (InvalidFormatException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String typeOf(WireMessage wire) {
        return Checks.present(wire.type(), "type");
    }
}
