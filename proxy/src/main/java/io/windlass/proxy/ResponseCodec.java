package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** RESPONSE: TaskFlow's body, with the request's name as correlation id, and run and worker in headers. An outcome or an event. */
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
        String correlationId = NameCodec.write(name, headers);
        headers.put(Headers.RUN, runId);
        headers.put(Headers.WORKER, worker);
        String body = "{\"state\":\"" + state + "\",\"data\":" + data + "}";
        return new WireMessage(TYPE, null, correlationId, headers, Utf8.encode(body));
    }

    static Message decode(WireMessage wire, String json) {
        Body body = RawJson.read(json, "the body", Body::new);
        String state = Checks.present(body.state, "state");
        Checks.require(body.hasData, "data is missing");
        return switch (state) {
            case SUCCESS -> outcome(wire, true, body);
            case FAILURE -> outcome(wire, false, body);
            case EVENT -> event(wire, body);
            default -> throw new InvalidFormatException("state is " + state + "; it must be SUCCESS, FAILURE or EVENT");
        };
    }

    private static Response outcome(WireMessage wire, boolean success, Body body) {
        return new Response(
                NameCodec.read(wire),
                Headers.text(wire, Headers.RUN),
                Headers.text(wire, Headers.WORKER),
                success,
                Checks.present(body.result, "result"));
    }

    private static Event event(WireMessage wire, Body body) {
        Checks.require(body.result == null, "an event has no result");
        Value type = Checks.present(body.eventType, "event_type");
        return new Event(
                NameCodec.read(wire),
                Headers.text(wire, Headers.RUN),
                Headers.text(wire, Headers.WORKER),
                RawJson.read(type.json(), "event_type", json -> json.text("event_type")),
                Checks.present(body.details, "details"));
    }

    /** What a body says, in whatever order: which of the data are looked at depends on the state. */
    private static final class Body {
        private @Nullable String state;
        private boolean hasData;
        private @Nullable Value result;
        private @Nullable Value eventType;
        private @Nullable Value details;

        Body(RawJson json) throws IOException {
            json.members("the body", name -> read(name, json));
        }

        private void read(String name, RawJson json) throws IOException {
            switch (name) {
                case "state" -> state = json.text(name);
                case "data" -> {
                    hasData = true;
                    json.members(name, key -> readData(key, json));
                }
                default -> json.skip();
            }
        }

        private void readData(String name, RawJson json) throws IOException {
            switch (name) {
                case "result" -> result = json.value();
                case "event_type" -> eventType = json.value();
                case "details" -> details = json.value();
                default -> json.skip();
            }
        }
    }
}
