package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.HashMap;
import java.util.Map;

/** RESPONSE: TaskFlow's body, with the request's name, run and worker in headers. */
final class ResponseCodec {
    static final String TYPE = "RESPONSE";

    private static final String SUCCESS = "SUCCESS";
    private static final String FAILURE = "FAILURE";

    private ResponseCodec() {}

    static WireMessage encode(Response response) {
        Map<String, Object> headers = new HashMap<>();
        Headers.put(headers, response.name());
        headers.put(Headers.RUN, response.runId());
        headers.put(Headers.WORKER, response.worker());
        String body = "{\"state\":\"" + (response.success() ? SUCCESS : FAILURE) + "\",\"data\":{\"result\":"
                + response.payload().json() + "}}";
        return new WireMessage(TYPE, null, Headers.correlationId(response.name()), headers, Utf8.encode(body));
    }

    static Response decode(WireMessage wire, String body) {
        Map<String, String> members = RawJson.members(body, "the body");
        boolean success = success(RawJson.string(Checks.present(members.get("state"), "state"), "state"));
        Map<String, String> data = RawJson.members(Checks.present(members.get("data"), "data"), "data");
        RequestName name = Headers.name(wire);
        return new Response(
                name,
                Headers.text(wire, Headers.RUN),
                Headers.text(wire, Headers.WORKER),
                success,
                new Value(Checks.present(data.get("result"), "result")));
    }

    private static boolean success(String state) {
        return switch (state) {
            case SUCCESS -> true;
            case FAILURE -> false;
            default -> throw new InvalidFormatException("state is " + state + "; it must be SUCCESS or FAILURE");
        };
    }
}
