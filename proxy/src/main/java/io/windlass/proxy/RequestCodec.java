package io.windlass.proxy;

import static java.util.stream.Collectors.joining;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** REQUEST: TaskFlow's body, with flow, round, attempt, owner, epoch and reissued in headers. */
final class RequestCodec {
    static final String TYPE = "REQUEST";

    private static final Pattern NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.(0|[1-9][0-9]{0,8}))*");

    private RequestCodec() {}

    static WireMessage encode(Request request) {
        Map<String, Object> headers = new HashMap<>();
        Headers.putFlow(headers, request.name());
        headers.put(Headers.OWNER, request.owner().toString());
        headers.put(Headers.EPOCH, request.epoch());
        headers.put(WireMessage.REISSUED, request.reissued());
        String correlationId = Headers.correlationId(request.name());
        return new WireMessage(TYPE, request.replyTo(), correlationId, headers, Utf8.encode(body(request)));
    }

    private static String body(Request request) {
        StringBuilder body = new StringBuilder(256)
                .append("{\"task_cls\":")
                .append(quoted(request.taskType()))
                .append(",\"task_name\":")
                .append(quoted(request.name().atom()))
                .append(",\"task_version\":")
                .append(version(request.version()))
                .append(",\"action\":")
                .append(quoted(request.name().action().wireName()))
                .append(",\"arguments\":")
                .append(object(request.arguments(), Function.identity()));
        Outcome previous = request.previous();
        if (previous != null) {
            body.append(",\"result\":[\"").append(previous.success() ? "success" : "failure");
            body.append("\",").append(previous.payload().json()).append(']');
        }
        if (!request.failures().isEmpty()) {
            body.append(",\"failures\":").append(object(request.failures(), Failures::write));
        }
        return body.append('}').toString();
    }

    private static <T> String object(Map<String, T> members, Function<T, Value> value) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":"
                        + value.apply(member.getValue()).json())
                .collect(joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return Values.write(text).json();
    }

    /** TaskFlow's versions are lists of numbers; another text stays text, which it accepts as well. */
    private static String version(String version) {
        return NUMBERS.matcher(version).matches() ? "[" + version.replace('.', ',') + "]" : quoted(version);
    }

    static Request decode(WireMessage wire, String body) {
        Map<String, String> members = RawJson.members(body, "the body");
        RequestName name = new RequestName(
                Headers.uuid(wire, Headers.FLOW),
                RawJson.string(member(members, "task_name"), "task_name"),
                action(members),
                Math.toIntExact(Headers.number(wire, Headers.ROUND)),
                Math.toIntExact(Headers.number(wire, Headers.ATTEMPT)));
        return new Request(
                name,
                RawJson.string(member(members, "task_cls"), "task_cls"),
                versionOf(member(members, "task_version")),
                objectOf(members, "arguments", Function.identity()),
                outcome(members.get("result")),
                objectOf(members, "failures", Failures::read),
                Checks.present(wire.replyTo(), "the reply_to property"),
                Headers.uuid(wire, Headers.OWNER),
                Headers.number(wire, Headers.EPOCH),
                Headers.flag(wire, WireMessage.REISSUED));
    }

    private static Action action(Map<String, String> members) {
        return Headers.action(RawJson.string(member(members, "action"), "action"));
    }

    private static String member(Map<String, String> members, String name) {
        return Checks.present(members.get(name), name);
    }

    private static String versionOf(String json) {
        if (json.startsWith("\"")) {
            return RawJson.string(json, "task_version");
        }
        return RawJson.items(json, "task_version").stream()
                .map(item -> Integer.toString(RawJson.integer(item, "a part of task_version")))
                .collect(joining("."));
    }

    private static <T> Map<String, T> objectOf(Map<String, String> members, String name, Function<Value, T> read) {
        Map<String, T> values = new LinkedHashMap<>();
        RawJson.members(members.getOrDefault(name, "{}"), name)
                .forEach((key, json) -> values.put(key, read.apply(new Value(json))));
        return values;
    }

    private static @Nullable Outcome outcome(@Nullable String json) {
        if (json == null) {
            return null;
        }
        List<String> pair = RawJson.items(json, "result");
        Checks.require(pair.size() == 2, "result has " + pair.size() + " items; it must have 2");
        Value payload = new Value(pair.get(1));
        return switch (RawJson.string(pair.get(0), "result")) {
            case "success" -> Outcome.succeeded(payload);
            case "failure" -> Outcome.failed(payload);
            default -> throw new InvalidFormatException("result must begin with success or failure");
        };
    }
}
