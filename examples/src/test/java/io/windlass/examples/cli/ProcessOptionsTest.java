package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.health.Health;
import io.windlass.health.HealthServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProcessOptionsTest {
    @CommandLine.Command
    static final class Holder {
        @CommandLine.Mixin
        private ProcessOptions process = new ProcessOptions();
    }

    private static ProcessOptions parsed(String... arguments) {
        Holder holder = new Holder();
        CommandLine.ParseResult unused = new CommandLine(holder).parseArgs(arguments);
        return holder.process;
    }

    @Test
    void nothingIsServedUnlessAPortIsGiven() {
        assertThat(parsed().start(ProcessOptionsTest::ill)).isEmpty();
    }

    @Test
    void aProcessTellsHowItIsOnItsPort() throws Exception {
        try (HealthServer server =
                parsed("--health-port", "0").start(ProcessOptionsTest::ill).orElseThrow()) {
            URI ready = URI.create("http://127.0.0.1:" + server.address().getPort() + "/ready");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("drains");
        }
    }

    private static Health ill() {
        return new Health(List.of(), List.of("drains"), List.of());
    }
}
