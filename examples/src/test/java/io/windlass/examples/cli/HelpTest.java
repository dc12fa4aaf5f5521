package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import picocli.CommandLine;

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
                "conductor",
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
                "job",
                "job post",
                "job list",
                "job show",
                "job wait",
                "job abandon",
                "job trash",
                "job trashed",
                "job repost",
                "job drop",
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

    /** Commands are made before {@link LogLevel} says how much is logged, and the first logger that is made asks for it. */
    @Test
    void noCommandHasALoggerBeforeItIsChosenHowMuchIsLogged() {
        List<CommandLine> commands = new ArrayList<>();
        withSubcommands(Main.line(), commands);
        assertThat(commands).hasSizeGreaterThan(25);
        assertThat(commands.stream()
                        .map(command -> command.getCommandSpec().userObject().getClass())
                        .flatMap(type -> Stream.of(type.getDeclaredFields()))
                        .filter(field -> field.getType() == Logger.class))
                .isEmpty();
    }

    private static void withSubcommands(CommandLine command, List<CommandLine> found) {
        found.add(command);
        command.getSubcommands().values().forEach(one -> withSubcommands(one, found));
    }
}
