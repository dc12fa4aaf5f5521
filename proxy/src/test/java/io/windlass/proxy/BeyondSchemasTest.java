package io.windlass.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.atom.TaskContext;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/protocol.md lists under "What the schemas cannot say", and what of TaskFlow's failures they do say. */
class BeyondSchemasTest {
    private static final UUID FLOW = new UUID(1, 2);
    private static final String CAUSES = ",\"causes\":[%s]";

    private final MessageCodec codec = new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES);

    static Stream<Arguments> beyond() {
        return Stream.of(
                Arguments.of("KEPT", "{\"flow\":\"" + FLOW + "\",\"flow\":\"" + FLOW + "\"}", "Duplicate field"),
                Arguments.of("KEPT", "{\"flow\":\"" + FLOW + "\",\"x\":" + nested(501) + "}", "nesting depth"),
                Arguments.of("GRANT", grant("ä".repeat(2048), "1"), "4096 bytes"),
                Arguments.of("GRANT", grant("a", "1.0"), "1.0"),
                Arguments.of("HEARTBEAT", heartbeat("PT9999999999999999H", "{}"), "since does not read"),
                Arguments.of("HEARTBEAT", heartbeat("PT1S", "{x}"), "the progress's details"),
                Arguments.of(
                        "HEARTBEAT",
                        heartbeat("PT1S", "{\\\"x\\\":\\\"" + "\ud83d\ude00".repeat(2048) + "\\\"}"),
                        "at most " + TaskContext.MAX_PROGRESS_DETAILS),
                Arguments.of(
                        "ADVERT",
                        "{\"worker\":\"w\",\"pool\":\"p\",\"controlQueue\":\"c\",\"taskTypes\":{},\"slots\":1,"
                                + "\"free\":2,\"state\":\"GONE\"}",
                        "free is 2"),
                Arguments.of("REQUEST", request("[" + "1111111111,".repeat(24) + "1]"), "the task's version"),
                Arguments.of(
                        "RESPONSE",
                        event("{\"x\":\"" + "x".repeat(TaskContext.MAX_EVENT_DETAILS) + "\"}"),
                        "the event's details"),
                Arguments.of("REQUEST", request("[1.0]"), "a part of task_version"),
                Arguments.of("REQUEST", request("[1]").replace("\"a\"", "\"b\""), "another request"),
                Arguments.of("REQUEST", request("[1]").replace("execute", "revert"), "another request"),
                Arguments.of(
                        "RESPONSE", failed(failure("\"Exception\"", "").replace(":1}", ":1.0}")), "version must be 1"),
                Arguments.of("RESPONSE", succeeded(nested(509)), "nesting depth"),
                Arguments.of("RESPONSE", failed(failure("\"Exception\",\"E\"", "")), "must end with Exception"),
                Arguments.of(
                        "RESPONSE",
                        failed(failure("\"Exception\"", ",\"exc_args\":[9223372036854775808]")),
                        "out of range"),
                Arguments.of("RESPONSE", failed(deep(21)), "nested deeper than 20"),
                Arguments.of("RESPONSE", failed(wide(71)), "more than 5000 failures"));
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void whatTheSchemaCannotSayTheCodecRefuses(String type, String body, String why) {
        assertThat(Schemas.check(type, body)).isEmpty();
        assertThatThrownBy(() -> decode(type, body))
                .isInstanceOf(InvalidFormatException.class)
                .hasMessageContaining(why);
    }

    /** The limits themselves are still read, so that each refusal above is for the reason that it names. */
    @Test
    void whatIsJustWithinIsRead() {
        decode("KEPT", "{\"flow\":\"" + FLOW + "\",\"x\":" + nested(499) + "}");
        decode("GRANT", grant("ä".repeat(1024), "1"));
        decode("HEARTBEAT", heartbeat("PT2562047788015215H", "{}"));
        decode("REQUEST", request("[" + "1111111111,".repeat(23) + "1]"));
        decode("RESPONSE", succeeded(nested(508)));
        decode("RESPONSE", failed(deep(20)));
        decode("RESPONSE", failed(wide(70)));
    }

    @Test
    void aProgressIsRoundedBeforeItIsChecked() {
        String body = heartbeat("PT1S", "{}").replace("0.5", "1.00000000000000000001");

        decode("HEARTBEAT", body);
        assertThat(Schemas.check("HEARTBEAT", body)).isNotEmpty();
    }

    /** What TaskFlow's validation demands of a failure; each in a cause as well. */
    static Stream<Arguments> noFailures() {
        return Stream.of("exception_str", "traceback_str", "exc_type_names", "version")
                .flatMap(field -> Stream.of("null", "{}", "[]", "[1]", "1.5", "\"1\"", "absent")
                        .filter(other -> !(other.equals("\"1\"") && field.endsWith("_str")))
                        .map(other -> Arguments.of(field, other)));
    }

    @ParameterizedTest
    @MethodSource("noFailures")
    void aFailureHasWhatTaskFlowDemands(String field, String other) {
        ObjectNode tree = (ObjectNode) LooseJson.read(failure("\"Exception\"", ""));
        tree.remove(field);
        if (!other.equals("absent")) {
            tree.set(field, LooseJson.read(other));
        }
        String spoilt = LooseJson.write(tree);
        for (String body : List.of(spoilt, failure("\"E\",\"Exception\"", CAUSES.formatted(spoilt)))) {
            assertThat(Schemas.check("failure", body)).as(body).isNotEmpty();
            assertThatThrownBy(() -> decode("RESPONSE", failed(body)))
                    .as(body)
                    .isInstanceOf(InvalidFormatException.class)
                    .hasMessageContaining("not a failure");
        }
    }

    @ParameterizedTest
    @MethodSource("roots")
    void aFailureHasARoot(String names, boolean fine) {
        String plain = failure(names, "");
        String nested = failure("\"Exception\"", CAUSES.formatted(failure("\"Exception\"", CAUSES.formatted(plain))));
        for (String body : List.of(plain, nested)) {
            assertThat(Schemas.check("failure", body).isEmpty()).as(body).isEqualTo(fine);
            if (fine) {
                decode("RESPONSE", failed(body));
            } else {
                assertThatThrownBy(() -> decode("RESPONSE", failed(body))).hasMessageContaining("must end with");
            }
        }
    }

    static Stream<Arguments> roots() {
        return Stream.of(
                Arguments.of("\"Exception\"", true),
                Arguments.of("\"BaseException\"", true),
                Arguments.of("\"ValueError\",\"Exception\",\"BaseException\"", true),
                Arguments.of("\"java.io.IOException\",\"Exception\"", true),
                Arguments.of("\"java.io.IOException\"", false),
                Arguments.of("\"exception\"", false));
    }

    private void decode(String type, String body) {
        WireMessage like = codec.encode(
                type.equals("REQUEST")
                        ? Samples.request("replies", "a")
                        : new Response(new RequestName(FLOW, "a", Action.EXECUTE, 1, 1), "r", "w", true, Value.NULL));
        Map<String, Object> headers = like.headers();
        codec.decode(new WireMessage(type, like.replyTo(), like.correlationId(), headers, body.getBytes(UTF_8)));
    }

    private static String grant(String atom, String round) {
        return "{" + name(atom, round) + ",\"runId\":\"r\",\"verdict\":\"GO\"}";
    }

    private static String name(String atom, String round) {
        return "\"name\":{\"flow\":\"" + FLOW + "\",\"atom\":\"" + atom + "\",\"action\":\"EXECUTE\",\"round\":" + round
                + ",\"attempt\":1}";
    }

    private static String heartbeat(String since, String details) {
        return "{\"worker\":\"w\",\"running\":[{" + name("a", "1") + ",\"runId\":\"r\",\"since\":\"" + since
                + "\",\"progress\":0.5,\"details\":{\"json\":\"" + details + "\"}}]}";
    }

    private static String request(String version) {
        return "{\"task_cls\":\"t\",\"task_name\":\"a\",\"task_version\":" + version + ",\"action\":\"execute\"}";
    }

    private static String event(String details) {
        return "{\"state\":\"EVENT\",\"data\":{\"event_type\":\"e\",\"details\":" + details + "}}";
    }

    private static String succeeded(String result) {
        return "{\"state\":\"SUCCESS\",\"data\":{\"result\":" + result + "}}";
    }

    private static String failed(String failure) {
        return "{\"state\":\"FAILURE\",\"data\":{\"result\":" + failure + "}}";
    }

    private static String failure(String names, String more) {
        return "{\"exception_str\":\"e\",\"traceback_str\":\"t\",\"exc_type_names\":[" + names + "],\"version\":1"
                + more + "}";
    }

    private static String deep(int depth) {
        return failure("\"Exception\"", depth == 1 ? "" : CAUSES.formatted(deep(depth - 1)));
    }

    /** A failure with so many causes that have as many each. */
    private static String wide(int causes) {
        String leaf = failure("\"Exception\"", "");
        String middle = failure("\"Exception\"", causes(Collections.nCopies(causes - 1, leaf)));
        return failure("\"Exception\"", causes(Collections.nCopies(causes, middle)));
    }

    private static String causes(List<String> causes) {
        return CAUSES.formatted(String.join(",", causes));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
