package io.windlass.proxy;

import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** REQUEST: TaskFlow's body, with the request's name as correlation id, and epoch and reissued in headers. */
final class RequestCodec {
    static final String TYPE = "REQUEST";

    /** A part of a version with more is no int for sure. */
    private static final int MAX_DIGITS = 9;

    private RequestCodec() {}

    static WireMessage encode(Request request) {
        Map<String, Object> headers = new HashMap<>();
        String correlationId = NameCodec.write(request.name(), headers);
        headers.put(Headers.EPOCH, request.epoch());
        if (request.reissued()) {
            headers.put(WireMessage.REISSUED, true);
        }
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
                .append(",\"action\":\"")
                .append(request.name().action().wireName())
                .append('"');
        if (!request.arguments().isEmpty()) {
            object(body.append(",\"arguments\":"), request.arguments(), Function.identity());
        }
        Outcome previous = request.previous();
        if (previous != null) {
            body.append(",\"result\":[\"").append(previous.success() ? "success" : "failure");
            body.append("\",").append(previous.payload().json()).append(']');
        }
        if (!request.failures().isEmpty()) {
            object(body.append(",\"failures\":"), request.failures(), Failures::write);
        }
        return body.append('}').toString();
    }

    private static <T> void object(StringBuilder body, Map<String, T> members, Function<T, Value> value) {
        char before = '{';
        for (Map.Entry<String, T> member : members.entrySet()) {
            body.append(before)
                    .append(quoted(member.getKey()))
                    .append(':')
                    .append(value.apply(member.getValue()).json());
            before = ',';
        }
        body.append('}');
    }

    private static String quoted(String text) {
        return Values.write(text).json();
    }

    /** TaskFlow's versions are lists of numbers; another text stays text, which it accepts as well. */
    private static String version(String version) {
        return isNumbers(version) ? "[" + version.replace('.', ',') + "]" : quoted(version);
    }

    /** Whether it is numbers of at most nine digits, without leading zeros, between dots. */
    private static boolean isNumbers(String version) {
        int digits = 0;
        char first = '0';
        for (int i = 0; i < version.length(); i++) {
            char c = version.charAt(i);
            if (c == '.' ? digits == 0 : c < '0' || c > '9' || digits == MAX_DIGITS || (digits > 0 && first == '0')) {
                return false;
            }
            first = digits == 0 ? c : first;
            digits = c == '.' ? 0 : digits + 1;
        }
        return digits > 0;
    }

    static Request decode(WireMessage wire, String json) {
        Body body = RawJson.read(json, "the body", Body::new);
        RequestName name = NameCodec.read(wire);
        Checks.require(
                name.atom().equals(Checks.present(body.atom, "task_name"))
                        && name.action() == Checks.present(body.action, "action"),
                "task_name and action are those of another request than the correlation_id property's");
        return new Request(
                name,
                Checks.present(body.taskType, "task_cls"),
                Checks.present(body.version, "task_version"),
                body.arguments,
                body.previous,
                body.failures,
                Checks.present(wire.replyTo(), "the reply_to property"),
                Headers.number(wire, Headers.EPOCH),
                Headers.flag(wire, WireMessage.REISSUED));
    }

    /** What a body says, in whatever order. */
    private static final class Body {
        private final Map<String, Value> arguments = new LinkedHashMap<>();
        private final Map<String, Failure> failures = new LinkedHashMap<>();
        private @Nullable String atom;
        private @Nullable Action action;
        private @Nullable String taskType;
        private @Nullable String version;
        private @Nullable Outcome previous;

        Body(RawJson json) throws IOException {
            json.members("the body", name -> read(name, json));
        }

        private void read(String name, RawJson json) throws IOException {
            switch (name) {
                case "task_name" -> atom = json.text(name);
                case "action" -> action = Headers.action(json.text(name));
                case "task_cls" -> taskType = json.text(name);
                case "task_version" -> version = version(json);
                case "arguments" -> json.members(name, key -> arguments.put(key, json.value()));
                case "result" -> previous = outcome(json.items(name, RawJson::value));
                case "failures" -> json.members(name, key -> failures.put(key, Failures.read(json.value())));
                default -> json.skip();
            }
        }

        private static String version(RawJson json) throws IOException {
            if (json.isText()) {
                return json.text("task_version");
            }
            StringJoiner dotted = new StringJoiner(".");
            for (int part : json.items("task_version", item -> item.integer("a part of task_version"))) {
                dotted.add(Integer.toString(part));
            }
            return dotted.toString();
        }

        private static Outcome outcome(List<Value> pair) {
            Checks.require(pair.size() == 2, () -> "result has " + pair.size() + " items; it must have 2");
            String kind = RawJson.read(pair.get(0).json(), "result", json -> json.text("result"));
            return switch (kind) {
                case "success" -> Outcome.succeeded(pair.get(1));
                case "failure" -> Outcome.failed(pair.get(1));
                default -> throw new InvalidFormatException("result must begin with success or failure");
            };
        }
    }
}
