package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not quite JSON, or unusual JSON: the codec's one pass judges them as a reader of trees does. */
class OddBodiesTest {
    private static final int BODIES = 30_000;

    /** A tree keeps what was sent only if its numbers are told apart by their digits. */
    private static final ObjectMapper REFERENCE = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(510).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final List<String> NAMES =
            List.of("x", "state", "data", "result", "a\\u0062", "ab", "", "\\ud83d", "ä", "\u4e2d", "details");

    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-1.50E+10",
            "1e400",
            "100000000000000000000000000000.000",
            "\"\\u0000\\ud83d\\ude00\"",
            "\"\ud83d\ude00 ä\u00ff\"",
            "\"\\ud83d\"",
            "\"\ufffd\"",
            "\"" + "long ".repeat(9_000) + "\"");

    private static final List<String> WRONG = List.of(
            "",
            "01",
            "1.",
            ".5",
            "+1",
            "-",
            "1e",
            "0x1",
            "NaN",
            "Infinity",
            "tru",
            "'a'",
            "1 2",
            "//c",
            "\"a\u0001\"",
            "\"\\x\"",
            "\"",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "{\"a\":1,\"a\":2}",
            "{\"ab\":1,\"a\\u0062\":2}",
            "1".repeat(1_001));

    private static final List<String> SPACES =
            List.of(" ", "\n", "\t", "\r\n", "\u00a0", "\u0000", "/**/", "\ufeff", "\f");

    private final MessageCodec codec = new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES);
    private final WireMessage like = codec.encode(
            new Response(new RequestName(new UUID(1, 2), "a", Action.EXECUTE, 1, 1), "r", "w", true, Value.NULL));
    private final Random random = new Random(47);

    @Test
    void onePassJudgesAsATreeDoesAndKeepsEveryCharacter() {
        int accepted = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = damaged(body().getBytes(UTF_8));
            JsonNode tree = referenceResult(body);
            Value result = result(body);
            String shown = new String(body, 0, Math.min(body.length, 300), UTF_8);
            assertThat(result != null).as(shown).isEqualTo(tree != null);
            if (tree != null && result != null) {
                assertThat(new String(body, UTF_8)).contains(result.json());
                assertThat(reference(result.json().getBytes(UTF_8))).as(shown).isEqualTo(tree);
                accepted++;
            }
        }
        assertThat(accepted).isBetween(BODIES / 10, BODIES * 9 / 10);
    }

    /** Overlong, half a surrogate pair, beyond Unicode, cut off, not begun, and a byte that never occurs. */
    @ParameterizedTest
    @ValueSource(strings = {"c080", "eda080", "f4908080", "e282", "82ac", "ff"})
    void whatIsNoUtf8IsRefusedWhereverItStands(String hex) {
        for (String before : List.of("", "{\"state\":\"", "{\"state\":\"SUCCESS\",\"data\":{\"result\":\"\ufffd")) {
            assertThatThrownBy(() -> decode(
                            joined(before.getBytes(UTF_8), HexFormat.of().parseHex(hex), "\"}}".getBytes(UTF_8))))
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining("not UTF-8");
        }
    }

    @Test
    void onlyUtf8IsTakenForText() {
        String good = "{\"state\":\"SUCCESS\",\"data\":{\"result\":1}}";

        assertThat(result(good.getBytes(UTF_8))).isEqualTo(new Value("1"));
        assertThat(result(good.getBytes(UTF_16LE))).isNull();
        assertThat(result(("\ufeff" + good).getBytes(UTF_8))).isNull();
    }

    private String body() {
        List<String> data =
                List.of("\"result\":" + value(0), "\"" + any(NAMES) + "\":" + value(0), "\"event_type\":" + value(1));
        String members = String.join(",", data.subList(0, 1 + random.nextInt(data.size())));
        return space() + "{\"state\":\"SUCCESS\"," + space() + "\"data\":" + space() + "{" + members + "}" + space()
                + (random.nextInt(5) == 0 ? ",\"" + any(NAMES) + "\":" + value(0) : "") + "}"
                + (random.nextInt(20) == 0 ? value(1) : "") + space();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 2 ? 4 : 8)) {
            case 0 -> random.nextInt(4) == 0 ? any(WRONG) : any(SCALARS);
            case 1, 2 -> any(SCALARS);
            case 3 -> nested(random.nextInt(20) == 0 ? 505 + random.nextInt(6) : random.nextInt(4));
            case 4, 5 -> "[" + space() + value(depth + 1) + "," + value(depth + 1) + space() + "]";
            default ->
                "{\"" + any(NAMES) + "\"" + space() + ":" + value(depth + 1) + ",\"" + any(NAMES) + "\":"
                        + value(depth + 1) + "}";
        };
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "7" + "]".repeat(depth);
    }

    private String space() {
        return random.nextInt(5) > 0 ? "" : random.nextInt(4) > 0 ? any(SPACES.subList(0, 4)) : any(SPACES);
    }

    private byte[] damaged(byte[] body) {
        int at = random.nextInt(body.length);
        switch (random.nextInt(20)) {
            case 0 -> body[at] = (byte) random.nextInt(256);
            case 1 -> {
                return Arrays.copyOf(body, at);
            }
            default -> {}
        }
        return body;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** {@return the result of a success, as a tree; null when the body is none} */
    private static @Nullable JsonNode referenceResult(byte[] body) {
        JsonNode tree = reference(body);
        return tree != null && tree.path("state").asText().equals("SUCCESS")
                ? tree.path("data").get("result")
                : null;
    }

    private static @Nullable JsonNode reference(byte[] json) {
        try {
            return REFERENCE.readTree(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
        } catch (JsonProcessingException | CharacterCodingException e) {
            return null;
        }
    }

    private @Nullable Value result(byte[] body) {
        try {
            return decode(body) instanceof Response response ? response.payload() : null;
        } catch (InvalidFormatException e) {
            return null;
        }
    }

    private Message decode(byte[] body) {
        return codec.decode(new WireMessage(like.type(), null, like.correlationId(), like.headers(), body));
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1_000);
        for (byte[] part : parts) {
            all.put(part);
        }
        return Arrays.copyOf(all.array(), all.position());
    }
}
