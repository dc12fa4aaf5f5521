package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from; which broker a command looked for is seen from its error. Nobody listens on these ports. */
class SettingsTest {
    private static final String FLAG = "amqp://127.0.0.1:1/";
    private static final String VARIABLE = "amqp://127.0.0.1:2/";
    private static final String FILE = "amqp://127.0.0.1:3/";
    private static final String OTHER_FILE = "amqp://127.0.0.1:4/";

    @TempDir
    private Path folder;

    private void settings(String file, String... lines) throws IOException {
        Files.writeString(folder.resolve(file), String.join("\n", lines));
    }

    private String reaches(Map<String, String> environment, String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "workers";
        arguments[1] = "--connect-timeout";
        arguments[2] = "PT0S";
        System.arraycopy(more, 0, arguments, 3, more.length);
        String error =
                new Cli(environment, folder).run(arguments).failedInOneLine(3).err();
        return error.substring(error.indexOf("127.0.0.1:"), error.indexOf(" after"));
    }

    @Test
    void theFlagWinsThenTheEnvironmentThenTheFile() throws IOException {
        settings("windlass.properties", "amqp-url=" + FILE);
        Map<String, String> environment = Map.of("WINDLASS_AMQP_URL", VARIABLE);
        assertThat(reaches(environment, "--amqp-url", FLAG)).isEqualTo("127.0.0.1:1");
        assertThat(reaches(environment)).isEqualTo("127.0.0.1:2");
        assertThat(reaches(Map.of())).isEqualTo("127.0.0.1:3");
        assertThat(reaches(Map.of("WINDLASS_AMQP_URL", " "))).isEqualTo("127.0.0.1:3");
    }

    @Test
    void theFileIsTheOneThatIsNamed() throws IOException {
        settings("windlass.properties", "amqp-url=" + FILE);
        settings("other", "amqp-url=" + OTHER_FILE);
        Map<String, String> environment = Map.of("WINDLASS_CONFIG", "windlass.properties");
        assertThat(reaches(environment, "--config", "other")).isEqualTo("127.0.0.1:4");
        assertThat(reaches(environment, "--config=other")).isEqualTo("127.0.0.1:4");
        assertThat(reaches(Map.of("WINDLASS_CONFIG", "other"))).isEqualTo("127.0.0.1:4");
    }

    @Test
    void whatNobodySaysHasItsDefault() throws IOException {
        assertThat(help("flows", "list")).contains("default: 20");
        settings("windlass.properties", "limit=7");
        assertThat(help("flows", "list")).contains("default: 7");
    }

    private String help(String... command) {
        String[] arguments = Arrays.copyOf(command, command.length + 1);
        arguments[command.length] = "--help";
        return Cli.bare(folder).run(arguments).done().out();
    }

    @Test
    void unknownKeysAreNamedAndTheirValuesAreNot() throws IOException {
        settings("windlass.properties", "amqp-url=" + FILE, "amqp-password=sesame", "hlep=x");
        assertThat(Cli.bare(folder).run("example").failedInOneLine(2).err())
                .contains("[amqp-password, hlep]", "windlass.properties", "database-url")
                .doesNotContain("sesame", "127.0.0.1");
    }

    @Test
    void aFileThatIsNotThereOrNotOneIsAnError() throws IOException {
        assertThat(Cli.bare(folder)
                        .run("example", "--config", "nowhere")
                        .failedInOneLine(2)
                        .err())
                .contains("nowhere", "--config", "$WINDLASS_CONFIG");
        settings("windlass.properties", "amqp-url=\\u00");
        assertThat(Cli.bare(folder).run("example").failedInOneLine(2).err()).contains("windlass.properties");
    }

    @Test
    void switchesMayBeSetToo() throws IOException {
        assertThat(Cli.bare(folder).run("example").done().out()).startsWith("NAME");
        assertThat(Cli.bare(folder).run("example", "--json").done().json()).isNotEmpty();
        Cli set = new Cli(Map.of("WINDLASS_JSON", "true"), folder);
        assertThat(set.run("example").done().json()).isNotEmpty();
        assertThat(set.run("example", "--json").done().json()).isNotEmpty();
        settings("windlass.properties", "json=true");
        assertThat(Cli.bare(folder).run("example").done().json()).isNotEmpty();
    }

    @Test
    void optionsOfAllCommandsMayStandBeforeOrAfterTheCommand() {
        Cli cli = Cli.bare(folder);
        assertThat(cli.run("workers", "--amqp-url", FLAG, "--connect-timeout", "PT0S", "--verbose")
                        .err())
                .contains("\tat io.windlass");
        assertThat(cli.run("--verbose", "--connect-timeout", "PT0S", "workers", "--amqp-url", FLAG)
                        .err())
                .contains("after PT0S", "\tat io.windlass");
    }
}
