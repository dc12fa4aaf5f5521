package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before any service has answered. Nobody listens on port 1. */
class ErrorsTest {
    private static final String NO_BROKER = "amqp://user:sesame@127.0.0.1:1/";
    private static final String NO_DATABASE = "jdbc:postgresql://127.0.0.1:1/none?user=u&password=sesame";
    private static final Map<String, String> NOWHERE = Map.of(
            "WINDLASS_AMQP_URL", NO_BROKER, "WINDLASS_DATABASE_URL", NO_DATABASE, "WINDLASS_CONNECT_TIMEOUT", "PT0.3S");

    @TempDir
    private Path folder;

    private Cli.Result nowhere(String... arguments) {
        return new Cli(NOWHERE, folder).run(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workers", "worker --serve media.fetch", "example linear --remote", "demo"})
    void aBrokerThatIsNotThereIsNamedInOneLine(String command) {
        assertThat(nowhere(command.split(" ", -1)).failedInOneLine(3).err())
                .contains("127.0.0.1:1", "PT0.3S", "--amqp-url", "$WINDLASS_AMQP_URL")
                .doesNotContain("sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flows list", "flows show 0b2e1b7f-1d6f-4eff-82ba-a6f01267ead1", "migrate", "engine"})
    void aDatabaseThatIsNotThereIsNamedInOneLine(String command) {
        assertThat(nowhere(command.split(" ", -1)).failedInOneLine(3).err())
                .contains("127.0.0.1:1/none", "PT0.3S", "--database-url", "$WINDLASS_DATABASE_URL")
                .doesNotContain("sesame");
    }

    @Test
    void aJobBoardThatIsNotThereIsNamedInOneLine() {
        assertThat(nowhere("job", "list").failedInOneLine(3).err())
                .contains("127.0.0.1:1/none", "--database-url")
                .doesNotContain("sesame");
        assertThat(Cli.bare(folder)
                        .run("job", "list", "--board", "zookeeper://127.0.0.1:1/some/jobs", "--connect-timeout", "1s")
                        .failedInOneLine(3)
                        .err())
                .contains("/some/jobs", "no ZooKeeper answers at", "--board", "$WINDLASS_BOARD");
    }

    @Test
    void aBoardThatIsNoneIsNotQuoted() {
        Cli cli = Cli.bare(folder);
        cli.run("job", "list")
                .notUnderstood("a board in the database needs --database-url (or set $WINDLASS_DATABASE_URL)");
        for (String uri : List.of("redis://u:sesame@h", "zookeeper://u:sesame@h/x", "postgresql://u:sesame@h/x")) {
            assertThat(nowhere("job", "list", "--board", uri, "--database-url", NO_DATABASE, "--verbose")
                            .err())
                    .doesNotContain("sesame");
        }
        assertThat(cli.run("job", "list", "--board", "redis://u:sesame@h")
                        .failedInOneLine(2)
                        .err())
                .contains("there is no job board 'redis:'", "zookeeper://host:2181", "--board", "$WINDLASS_BOARD")
                .doesNotContain("sesame");
        cli.run("job")
                .notUnderstood("job: say what to do, post, list, show, wait, abandon, trash, trashed, repost or drop");
    }

    @Test
    void whereItCameFromIsShownOnRequestAndStillNoSecret() {
        assertThat(nowhere("flows", "list", "--verbose").err())
                .contains("\tat io.windlass", "Caused by:")
                .doesNotContain("sesame");
    }

    @Test
    void anAddressThatIsNoneIsNotQuoted() {
        Cli cli = Cli.bare(folder);
        assertThat(cli.run("workers", "--amqp-url", "http://u:sesame@h/")
                        .failedInOneLine(2)
                        .err())
                .contains("amqp://user:password@host:5672", "--amqp-url", "$WINDLASS_AMQP_URL")
                .doesNotContain("sesame");
        assertThat(cli.run("migrate", "--database-url", "postgres://u:sesame@h/x")
                        .failedInOneLine(2)
                        .err())
                .contains("jdbc:postgresql://host:5432/database", "--database-url", "$WINDLASS_DATABASE_URL")
                .doesNotContain("sesame");
        assertThat(cli.run("migrate", "--database-url", "postgres://u:sesame@h/x", "--verbose")
                        .err())
                .doesNotContain("sesame");
    }

    @Test
    void wordsThatMeanNothingAreShownWithTheUsageAndWithoutSecrets() {
        Cli cli = Cli.bare(folder);
        assertThat(cli.run("flwos")
                        .notUnderstood("Unmatched argument at index 0: 'flwos'")
                        .err())
                .contains("Did you mean: windlass flows");
        cli.run("example", "nope").notUnderstood("there is no example 'nope'; without a name all are listed");
        cli.run("example", "linear", "x").notUnderstood("example 'linear' takes no arguments");
        cli.run("example", "simple-linear", "--remote")
                .notUnderstood("example 'simple-linear' says itself where it runs; leave out --remote");
        nowhere("workers", NO_BROKER).notUnderstood("Unmatched argument at index 1: 'amqp://***@127.0.0.1:1/'");
        cli.run("flows")
                .notUnderstood("flows: say what to do, list, show, report, audit, suspend, resume, cancel,"
                        + " retry, mark-done, mark-reverted, skip, give-up");
        cli.run("flows", "list")
                .notUnderstood(
                        "Missing required option: '--database-url=<databaseUrl>' (or set" + " $WINDLASS_DATABASE_URL)");
        cli.run().notUnderstood("Missing required subcommand");
    }

    @Test
    void valuesThatMakeNoSenseAreNamed() {
        assertThat(nowhere("flows", "show", "abc").err()).contains("cannot convert 'abc' to UUID");
        assertThat(nowhere("flows", "list", "--state", "GONE").err()).contains("'GONE'", "SUCCESS");
        assertThat(nowhere("flows", "list", "--limit", "0").failedInOneLine(2).err())
                .contains("--limit is 0");
        assertThat(nowhere("workers", "--listen", "PT0S").failedInOneLine(2).err())
                .contains("--listen is PT0S");
        assertThat(nowhere("workers", "--connect-timeout", "-PT1S")
                        .failedInOneLine(2)
                        .err())
                .contains("--connect-timeout is PT-1S");
    }

    @Test
    void aWorkerThatCannotBeIsRefusedBeforeItLooksForTheBroker() {
        for (List<String> more : List.of(
                List.of("--serve", "nothing"),
                List.of("--serve", "media.fetch", "--name", "no blanks"),
                List.of("--serve", "media.fetch", "--pool", "a.b"))) {
            String[] arguments =
                    Stream.concat(Stream.of("worker"), more.stream()).toArray(String[]::new);
            assertThat(nowhere(arguments).failedInOneLine(2).err()).contains(more.get(more.size() - 1));
        }
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Durations.parse("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Durations.parse("5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Durations.parse("1h")).isEqualTo(Duration.ofHours(1));
        assertThat(Durations.parse("PT1.5S")).isEqualTo(Duration.ofMillis(1_500));
        nowhere("workers", "--listen", "soon")
                .notUnderstood("Invalid value for option '--listen': 'soon' is no duration; write it like 500ms, 30s,"
                        + " 5m or PT1.5S");
        assertThat(nowhere("workers", "--connect-timeout", "10ms").err()).contains("after PT0.01S");
    }

    @Test
    void aProcessIsNamedAfterItsHostAndId() {
        assertThat(ProcessName.of("Node-7.Example.ORG", 42)).isEqualTo("node-7-example-org-42");
        assertThat(ProcessName.of("...", 42)).isEqualTo("host-42");
        assertThat(ProcessName.of("x".repeat(300), 42)).isEqualTo("x".repeat(60) + "-42");
    }
}
