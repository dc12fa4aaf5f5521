package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.HashMap;
import java.util.Map;

/** RESPONSE: TaskFlow's body, with the request's name, run and worker in headers. An outcome or an event. */
final class ResponseCodec {
    static final String TYPE = "RESPONSE";

    private static final String SUCCESS = "SUCCESS";
    private static final String FAILURE = "FAILURE";
    private static final String EVENT = "EVENT";

    private ResponseCodec() {}

    static WireMessage encode(Response response) {
        String data = "{\"result\":" + response.payload().json() + "}";
        return encode(
                response.name(), response.runId(), response.worker(), response.success() ? SUCCESS : FAILURE, data);
    }

    static WireMessage encode(Event event) {
        String data = "{\"event_type\":" + Values.write(event.type()).json() + ",\"details\":"
                + event.details().json() + "}";
        return encode(event.name(), event.runId(), event.worker(), EVENT, data);
    }

    private static WireMessage encode(RequestName name, String runId, String worker, String state, String data) {
        Map<String, Object> headers = new HashMap<>();
        Headers.put(headers, name);
        headers.put(Headers.RUN, runId);
        headers.put(Headers.WORKER, worker);
        String body = "{\"state\":\"" + state + "\",\"data\":" + data + "}";
        return new WireMessage(TYPE, null, Headers.correlationId(name), headers, Utf8.encode(body));
    }

    static Message decode(WireMessage wire, String body) {
        Map<String, String> members = RawJson.members(body, "the body");
        String state = RawJson.string(Checks.present(members.get("state"), "state"), "state");
        Map<String, String> data = RawJson.members(Checks.present(members.get("data"), "data"), "data");
        return switch (state) {
            case SUCCESS -> outcome(wire, true, data);
            case FAILURE -> outcome(wire, false, data);
            case EVENT -> event(wire, data);
            default -> throw new InvalidFormatException("state is " + state + "; it must be SUCCESS, FAILURE or EVENT");
        };
    }

    private static Response outcome(WireMessage wire, boolean success, Map<String, String> data) {
        return new Response(
                Headers.name(wire),
                Headers.text(wire, Headers.RUN),
                Headers.text(wire, Headers.WORKER),
                success,
                member(data, "result"));
    }

    private static Event event(WireMessage wire, Map<String, String> data) {
        Checks.require(!data.containsKey("result"), "an event has no result");
        return new Event(
                Headers.name(wire),
                Headers.text(wire, Headers.RUN),
                Headers.text(wire, Headers.WORKER),
                RawJson.string(member(data, "event_type").json(), "event_type"),
                member(data, "details"));
    }

    private static Value member(Map<String, String> data, String name) {
        return new Value(Checks.present(data.get(name), name));
    }
}
