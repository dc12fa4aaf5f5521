package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private static final Map<String, String> SECRETS = Map.of(
            "WINDLASS_AMQP_URL", "amqp://user:sesame@broker.example/",
            "WINDLASS_DATABASE_URL", "jdbc:postgresql://db.example/x?password=sesame");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "example",
                "worker",
                "engine",
                "bench",
                "migrate",
                "flows",
                "flows list",
                "flows show",
                "flows report",
                "flows audit",
                "flows suspend",
                "flows resume",
                "flows cancel",
                "flows retry",
                "flows mark-done",
                "flows mark-reverted",
                "flows skip",
                "flows give-up",
                "orphans",
                "orphans list",
                "orphans show",
                "workers",
                "dead",
                "dead list",
                "dead show",
                "dead requeue",
                "dead drop",
                "generate-completion"
            })
    void everyCommandExplainsItselfAndNoSecret(String command) {
        String[] arguments = (command + " --help").strip().split(" ", -1);
        assertThat(new Cli(SECRETS, folder).run(arguments).done().out())
                .startsWith(("Usage: windlass " + command).strip())
                .contains("--help", "--config", "--connect-timeout")
                .doesNotContain("sesame");
    }

    @Test
    void shellsCanCompleteCommandsAndNames() {
        assertThat(Cli.bare(folder).run("generate-completion").done().out())
                .contains(
                        "complete -F _complete_windlass",
                        "game-upgrade",
                        "wbe-mandelbrot",
                        "flows",
                        "RECORD",
                        "SUSPENDED");
    }

    @Test
    void theVersionIsSaid() {
        assertThat(Cli.bare(folder).run("--version").done().out()).startsWith("Windlass ");
    }
}
