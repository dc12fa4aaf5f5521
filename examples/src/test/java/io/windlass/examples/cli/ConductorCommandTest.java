package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the conductor says when it cannot begin. */
@Tag("services")
@Timeout(180)
class ConductorCommandTest {
    private static final TemporaryDatabase DATABASE = Services.shared().newDatabase("windlass_conductor");

    private final Cli cli = new Cli(Map.of("WINDLASS_DATABASE_URL", DATABASE.url()), Path.of(""));

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void withoutABrokerItIsToldThatItMayRunTheTasksItself() {
        cli.run("conductor").notUnderstood("a conductor without --local needs --amqp-url (or set $WINDLASS_AMQP_URL)");
    }

    @Test
    void aBoardThatThereIsNoneOfIsNamedWithThoseThatThereAre() {
        assertThat(cli.run("conductor", "--local", "--board", "carrier-pigeon:")
                        .failedInOneLine(2)
                        .err())
                .contains("carrier-pigeon", "postgresql:", "zookeeper://", "--board", "$WINDLASS_BOARD");
    }

    @Test
    void aBoardThatIsNotThereEndsItAtOnce() {
        assertThat(cli.run("conductor", "--local", "--board", "zookeeper://127.0.0.1:1/jobs", "--connect-timeout", "1s")
                        .failedInOneLine(3)
                        .err())
                .contains("127.0.0.1:1", "--board", "$WINDLASS_BOARD");
    }
}
