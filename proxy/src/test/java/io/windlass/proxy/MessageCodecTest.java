package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.atom.TaskContext;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
    private static final UUID FLOW = new UUID(1, 2);
    private static final RequestName NAME = new RequestName(FLOW, "a", Action.EXECUTE, 1, 1);
    private static final RequestName LONG_NAME = new RequestName(FLOW, "a".repeat(300), Action.EXECUTE, 1, 1);
    private static final String[] NAME_PARTS = {
        "windlass-flow", "windlass-atom", "windlass-action", "windlass-round", "windlass-attempt"
    };
    private static final int SAMPLES = 500;

    private final MessageCodec codec = new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES);

    @Test
    void readsWhatItWroteWhateverItIs() {
        Samples samples = new Samples(42);
        for (int i = 0; i < SAMPLES; i++) {
            Message message = samples.message();
            assertThat(codec.decode(codec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void refusesSpoiltMessagesWithOneKindOfException() {
        Samples samples = new Samples(43);
        Random random = new Random(43);
        int refused = 0;
        for (int i = 0; i < SAMPLES; i++) {
            WireMessage spoilt = spoil(codec.encode(samples.message()), random);
            try {
                codec.decode(spoilt);
            } catch (InvalidFormatException e) {
                assertThat(e).hasMessageContaining("message of type");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(SAMPLES / 4);
    }

    private static WireMessage spoil(WireMessage wire, Random random) {
        byte[] body = wire.body().clone();
        Map<String, Object> headers = new HashMap<>(wire.headers());
        String id = wire.correlationId();
        switch (random.nextInt(5)) {
            case 0 -> body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            case 1 -> body = Arrays.copyOf(body, random.nextInt(body.length));
            case 2 -> id = id == null ? null : id.substring(random.nextInt(id.length()));
            case 3 -> headers.replaceAll((name, value) -> random.nextInt(3) == 0 ? Long.MAX_VALUE : value);
            default -> headers.keySet().removeIf(name -> random.nextInt(3) == 0);
        }
        return new WireMessage(wire.type(), wire.replyTo(), id, headers, body);
    }

    @Test
    void writesTaskFlowsRequest() {
        Request request = new Request(
                new RequestName(FLOW, "a", Action.REVERT, 2, 3),
                "pkg.A",
                "1.0",
                Map.of("y", new Value("4.00")),
                Outcome.succeeded(Value.NULL),
                Map.of(),
                "replies",
                7,
                false);

        WireMessage wire = codec.encode(request);

        assertThat(new String(wire.body(), UTF_8))
                .isEqualTo("{\"task_cls\":\"pkg.A\",\"task_name\":\"a\",\"task_version\":[1,0],"
                        + "\"action\":\"revert\",\"arguments\":{\"y\":4.00},\"result\":[\"success\",null]}");
        assertThat(wire.type()).isEqualTo("REQUEST");
        assertThat(wire.replyTo()).isEqualTo("replies");
        assertThat(wire.correlationId()).isEqualTo(FLOW + "/a/revert/2/3");
        assertThat(codec.decode(wire.asReissued())).isEqualTo(request.asReissued());
    }

    @Test
    void writesTaskFlowsResponse() {
        WireMessage wire = codec.encode(new Response(
                new RequestName(FLOW, "a", Action.EXECUTE, 1, 1), "run", "worker", true, new Value("{\"v\":4}")));

        assertThat(new String(wire.body(), UTF_8)).isEqualTo("{\"state\":\"SUCCESS\",\"data\":{\"result\":{\"v\":4}}}");
    }

    @Test
    void writesTaskFlowsEvent() {
        Event event = new Event(NAME, "run", "worker", "update \"x\"", new Value("{\"progress\":0.50}"));

        WireMessage wire = codec.encode(event);

        assertThat(wire.type()).isEqualTo("RESPONSE");
        assertThat(new String(wire.body(), UTF_8))
                .isEqualTo("{\"state\":\"EVENT\",\"data\":{\"event_type\":\"update \\\"x\\\"\","
                        + "\"details\":{\"progress\":0.50}}}");
        assertThat(codec.decode(wire)).isEqualTo(event);
    }

    @Test
    void anEventIsAnEventAndNothingElse() {
        WireMessage good = codec.encode(new Event(NAME, "r", "w", "e", new Value("{}")));
        Map<String, String> spoilt = Map.of(
                "{\"state\":\"EVENT\",\"data\":{\"event_type\":\"e\"}}", "details is missing",
                "{\"state\":\"EVENT\",\"data\":{\"details\":{}}}", "event_type is missing",
                "{\"state\":\"EVENT\",\"data\":{\"event_type\":\"\",\"details\":{}}}", "the event's type",
                "{\"state\":\"EVENT\",\"data\":{\"event_type\":1,\"details\":{}}}", "event_type",
                "{\"state\":\"EVENT\",\"data\":{\"event_type\":\"e\",\"details\":[]}}", "the event's details",
                "{\"state\":\"EVENT\",\"data\":{\"event_type\":\"e\",\"details\":{},\"result\":1}}", "no result",
                "{\"state\":\"RUNNING\",\"data\":{}}", "SUCCESS, FAILURE or EVENT");
        spoilt.forEach((body, why) -> assertThatThrownBy(() -> codec.decode(
                        new WireMessage(good.type(), null, good.correlationId(), good.headers(), body.getBytes(UTF_8))))
                .as(body)
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(why));
    }

    @Test
    void whatATaskTellsIsBounded() {
        Value long1 = new Value("{\"x\":\"" + "x".repeat(TaskContext.MAX_EVENT_DETAILS) + "\"}");
        Value long2 = new Value("{\"x\":\"" + "x".repeat(TaskContext.MAX_PROGRESS_DETAILS) + "\"}");

        assertThatThrownBy(() -> new Event(NAME, "r", "w", "e", long1)).hasMessageContaining("at most");
        assertThatThrownBy(() -> new Event(NAME, "r", "w", "e".repeat(256), new Value("{}")))
                .hasMessageContaining("256 bytes");
        assertThatThrownBy(() -> new Running(NAME, "r", Duration.ZERO, 0.5, long2))
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> new Running(NAME, "r", Duration.ZERO, 0.5, new Value("1")))
                .hasMessageContaining("the progress's details");
    }

    @Test
    void aHeartbeatOfAnOlderWorkerIsRead() {
        WireMessage older = new WireMessage(
                "HEARTBEAT",
                null,
                null,
                Map.of(),
                ("{\"worker\":\"w\",\"running\":[{\"name\":{\"flow\":\"" + FLOW
                                + "\",\"atom\":\"a\",\"action\":\"EXECUTE\","
                                + "\"round\":1,\"attempt\":1},\"runId\":\"r\",\"since\":\"PT1S\",\"progress\":0.5}]}")
                        .getBytes(UTF_8));

        assertThat(codec.decode(older))
                .isEqualTo(new Heartbeat(
                        "w", List.of(new Running(NAME, "r", Duration.ofSeconds(1), 0.5, null)), List.of()));
    }

    @Test
    void refusesWhatWouldNotFitTheBroker() {
        MessageCodec small = new MessageCodec(300);
        Response large = new Response(
                new RequestName(FLOW, "a", Action.EXECUTE, 1, 1), "r", "w", true, Values.write("x".repeat(300)));

        assertThatThrownBy(() -> small.encode(large))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("at most 300 are sent")
                .hasMessageContaining(FLOW.toString());
        assertThatThrownBy(() -> small.decode(codec.encode(large))).isInstanceOf(InvalidFormatException.class);
    }

    /** At the border by characters and by bytes, and far beyond it. */
    @ParameterizedTest
    @CsvSource({"a,206,true", "a,207,false", "ä,103,true", "ä,104,false", "ä,1000,false", "/,206,true", "/,207,false"})
    void aNameTravelsOnceAsCorrelationIdOrAsHeadersWhereItIsTooLongForOne(String letter, int times, boolean fits) {
        Request request = Samples.request("replies", letter.repeat(times));
        Response response = new Response(request.name(), "r", "w", true, Value.NULL);

        for (Message message : List.of(request, response)) {
            WireMessage wire = codec.encode(message);
            assertThat(codec.decode(wire)).isEqualTo(message);
            String id = String.valueOf(wire.correlationId());
            assertThat(id.getBytes(UTF_8)).hasSizeLessThan(256);
            if (fits) {
                assertThat(id).isEqualTo(request.name().toString());
                assertThat(wire.headers()).doesNotContainKeys(NAME_PARTS);
            } else {
                assertThat(id).matches("[0-9a-f]{64}");
                assertThat(wire.headers()).containsKeys(NAME_PARTS);
            }
        }
    }

    static Stream<Arguments> odd() {
        return Stream.of(
                Arguments.of(null, "the correlation_id property is missing"),
                Arguments.of("", "0 bytes"),
                Arguments.of(NAME + "0".repeat(255), "1 to 255 are sent"),
                Arguments.of(FLOW.toString(), "windlass-flow is missing"),
                Arguments.of("x", "windlass-flow is missing"),
                Arguments.of("0".repeat(64), "windlass-flow is missing"),
                Arguments.of("x/y", "no name of a request"),
                Arguments.of(NAME + "/", "no name of a request"));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void oddCorrelationIdsAreRefused(@Nullable String id, String why) {
        Request request = Samples.request("replies", "a");
        Response response = new Response(request.name(), "r", "w", true, Value.NULL);
        for (Message message : List.of(request, response)) {
            WireMessage good = codec.encode(message);
            assertThatThrownBy(() ->
                            codec.decode(new WireMessage(good.type(), "replies", id, good.headers(), good.body())))
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void aHashOfAnotherNameThanTheHeadersIsRefused() {
        WireMessage one = codec.encode(new Event(LONG_NAME, "r", "w", "e", new Value("{}")));
        RequestName next = new RequestName(FLOW, LONG_NAME.atom(), Action.EXECUTE, 1, 2);
        WireMessage other = codec.encode(new Event(next, "r", "w", "e", new Value("{}")));

        assertThat(codec.decode(one)).isNotEqualTo(codec.decode(other));
        assertThatThrownBy(() -> codec.decode(
                        new WireMessage(one.type(), null, other.correlationId(), one.headers(), one.body())))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("no hash of");
    }

    /** Of the same flow, since what its body does not say cannot tell it from another. */
    @Test
    void aRequestWhoseBodyNamesAnotherThanItsCorrelationIdIsRefused() {
        Request request = Samples.request("replies", "a");
        WireMessage good = codec.encode(request);
        UUID flow = request.name().flow();
        for (RequestName other : List.of(
                new RequestName(flow, "b", Action.EXECUTE, 1, 1), new RequestName(flow, "a", Action.REVERT, 1, 1))) {
            assertThatThrownBy(() -> codec.decode(new WireMessage(
                            good.type(), good.replyTo(), other.toString(), good.headers(), good.body())))
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining("another request");
        }
    }

    @Test
    void aFailedResponseMustCarryAFailure() {
        WireMessage good = codec.encode(
                new Response(new RequestName(FLOW, "a", Action.EXECUTE, 1, 1), "r", "w", true, new Value("4")));
        WireMessage bad = new WireMessage(
                good.type(),
                null,
                good.correlationId(),
                good.headers(),
                "{\"state\":\"FAILURE\",\"data\":{\"result\":4}}".getBytes(UTF_8));

        assertThatThrownBy(() -> codec.decode(bad))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining("a failure must be a JSON object");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        Request request = Samples.request("replies", "a\ud83d");
        Response response = new Response(request.name(), "r", "w", true, Value.NULL);

        assertThatThrownBy(() -> codec.encode(request)).isInstanceOf(InvalidFormatException.class);
        assertThatThrownBy(() -> codec.encode(response)).isInstanceOf(InvalidFormatException.class);
    }
}
