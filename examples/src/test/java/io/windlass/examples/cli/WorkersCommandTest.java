package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.embedded.Services;
import io.windlass.proxy.RequestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is alive, asked of a broker with a worker process on it; and what a process writes where. */
@Tag("services")
@Timeout(180)
class WorkersCommandTest {
    private static final String LISTEN = "PT1.5S";
    private final String prefix = "windlass.cli." + UUID.randomUUID();

    @TempDir
    private Path folder;

    @AfterEach
    void clean() {
        Brokers.clean(prefix, List.of(new RequestQueue("edge", "media.fetch", 1)));
    }

    private Cli cli() {
        return new Cli(
                Map.of(
                        "WINDLASS_AMQP_URL",
                        Services.shared().amqpUrl(),
                        "WINDLASS_PREFIX",
                        prefix,
                        "WINDLASS_LISTEN",
                        LISTEN),
                folder);
    }

    /** The program, as a process of its own; its environment has no settings but these. */
    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WINDLASS_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String written(String stream) throws IOException {
        return Files.readString(folder.resolve(stream));
    }

    @Test
    void aWorkerNamesItselfIsListedAndEndsWithItsParent() throws IOException, InterruptedException {
        assertThat(cli().run("workers", "--json").done().json()).isEmpty();
        Process worker = start(
                Map.of(
                        "WINDLASS_AMQP_URL",
                        Services.shared().amqpUrl(),
                        "WINDLASS_PREFIX",
                        prefix,
                        "WINDLASS_POOL",
                        "edge"),
                "worker",
                "--serve",
                "media.fetch",
                "--with-parent");
        try {
            JsonNode found = await().atMost(Duration.ofSeconds(60))
                    .until(() -> cli().run("workers", "--json").done().json(), list -> list.size() == 1)
                    .get(0);
            assertThat(found.fieldNames())
                    .toIterable()
                    .containsExactly("name", "pool", "state", "slots", "free", "tasks");
            String name = found.get("name").asText();
            assertThat(name).matches("[a-z0-9-]+-" + worker.pid());
            assertThat(found.at("/tasks/media.fetch/0").asText()).isEqualTo("1.0");
            assertThat(cli().run("workers").done().out())
                    .matches("NAME +POOL +STATE +SLOTS +FREE +TASKS\\R" + name
                            + " +edge +RUNNING +4 +4 +media.fetch 1.0\\R");
            worker.getOutputStream().close();
            assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.exitValue()).isZero();
            assertThat(written("err")).contains("Windlass worker " + name);
        } finally {
            worker.destroyForcibly();
        }
    }

    @Test
    void aProcessThatFailsWritesOneLineAndNothingElse() throws IOException, InterruptedException {
        String url = Services.shared().amqpUrl().replaceFirst("://[^@]*@", "://guest:sesame@");
        Process worker = start(Map.of("WINDLASS_AMQP_URL", url), "worker", "--serve", "media.fetch");
        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isEqualTo(3);
        assertThat(written("out")).isEmpty();
        assertThat(written("err"))
                .startsWith("windlass: the broker at ")
                .hasLineCount(1)
                .doesNotContain("sesame");
    }
}
