package io.windlass.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that are there and say no. */
@Tag("services")
@Timeout(120)
class RefusalsTest {
    private static final Services SERVICES = Services.shared();

    @TempDir
    private Path folder;

    @Test
    void aBrokerThatRefusesThePasswordIsNamedWithoutIt() {
        String url = SERVICES.amqpUrl().replaceFirst("://[^@]*@", "://guest:sesame@");
        Cli cli = new Cli(Map.of("WINDLASS_AMQP_URL", url), folder);
        for (String command : List.of("workers", "worker --serve media.fetch", "example linear --remote")) {
            assertThat(cli.run(command.split(" ", -1)).failedInOneLine(3).err())
                    .contains("127.0.0.1", "refuses user or password", "--amqp-url", "$WINDLASS_AMQP_URL")
                    .doesNotContain("sesame");
        }
    }

    @Test
    void aDatabaseThatRefusesUserOrPasswordIsNamedWithoutIt() {
        String server = SERVICES.databaseUrl().replaceFirst("\\?.*", "");
        String url = server + "?user=windlass_nobody&password=sesame";
        assertThat(new Cli(Map.of("WINDLASS_DATABASE_URL", url), folder)
                        .run("flows", "list")
                        .failedInOneLine(3)
                        .err())
                .contains("127.0.0.1", "refuses", "windlass_nobody", "--database-url", "$WINDLASS_DATABASE_URL")
                .doesNotContain("sesame");
    }

    @Test
    void aSchemaThatIsTooNewIsRefusedByNameAndNotTouched() {
        try (TemporaryDatabase database = SERVICES.newDatabase("windlass_cli")) {
            Cli cli = new Cli(
                    Map.of("WINDLASS_DATABASE_URL", database.url(), "WINDLASS_AMQP_URL", SERVICES.amqpUrl()), folder);
            cli.run("migrate").done();
            Jdbi jdbi = Jdbi.create(database.url());
            jdbi.useHandle(handle -> handle.execute("UPDATE windlass.compatibility SET lowest_code = 99;"
                    + " DELETE FROM windlass.flyway_schema_history; DROP TABLE windlass.inbox"));
            for (String command : List.of("migrate", "flows list", "engine --prefix windlass.cli.refused")) {
                assertThat(cli.run(command.split(" ", -1)).failedInOneLine(3).err())
                        .contains("schema 'windlass'", "99 or newer", "upgrade Windlass");
            }
            long touched = jdbi.withHandle(handle -> handle.createQuery("SELECT (SELECT count(*) FROM windlass.owners)"
                            + " + (SELECT count(*) FROM windlass.flyway_schema_history)"
                            + " + (SELECT count(*) FROM pg_tables WHERE tablename = 'inbox')")
                    .mapTo(Long.class)
                    .one());
            assertThat(touched).isZero();
        } finally {
            Brokers.clean("windlass.cli.refused", List.of());
        }
    }

    @Test
    void aSchemaThatIsMissingIsNamedWithTheRemedy() {
        try (TemporaryDatabase database = SERVICES.newDatabase("windlass_cli")) {
            assertThat(new Cli(Map.of("WINDLASS_DATABASE_URL", database.url()), folder)
                            .run("flows", "list")
                            .failedInOneLine(3)
                            .err())
                    .contains("schema 'windlass'", "migrate");
        }
    }
}
