package io.windlass.bench.micro;

import io.windlass.proxy.Message;
import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Request;
import io.windlass.proxy.Response;
import io.windlass.proxy.WireMessage;
import io.windlass.state.Action;
import io.windlass.state.FlowIds;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import io.windlass.value.Values;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Messages to bytes and back. */
@State(Scope.Thread)
public class CodecBenchmark {
    private static final RequestName NAME = new RequestName(FlowIds.next(), "step-1", Action.EXECUTE, 1, 1);

    /** Characters of the one argument and of the result. */
    @Param({"10", "10000"})
    public int characters;

    private final MessageCodec codec = new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES);
    private Request request = request(Value.NULL);
    private Response response = response(Value.NULL);
    private WireMessage sentRequest = codec.encode(request);
    private WireMessage sentResponse = codec.encode(response);

    private static Request request(Value argument) {
        return new Request(
                NAME,
                "bench.step",
                "1.0",
                Map.of("text", argument),
                null,
                Map.of(),
                "windlass.replies.engine-1",
                1,
                false);
    }

    private static Response response(Value result) {
        return new Response(NAME, "worker-1/4711", "worker-1", true, result);
    }

    /** Makes the messages. */
    @Setup
    public void write() {
        Value text = Values.write("ä".repeat(characters));
        request = request(text);
        response = response(text);
        sentRequest = codec.encode(request);
        sentResponse = codec.encode(response);
    }

    /** In the engine. */
    @Benchmark
    public WireMessage encodeRequest() {
        return codec.encode(request);
    }

    /** In the worker. */
    @Benchmark
    public Message decodeRequest() {
        return codec.decode(sentRequest);
    }

    /** In the worker. */
    @Benchmark
    public WireMessage encodeResponse() {
        return codec.encode(response);
    }

    /** In the engine. */
    @Benchmark
    public Message decodeResponse() {
        return codec.decode(sentResponse);
    }
}
