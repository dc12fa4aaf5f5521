package io.windlass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
    private static final Map<String, String> CONFIGURED = Map.of(
            Services.AMQP_URL_VARIABLE, "amqp://user:secret@broker.example:5672/vhost",
            Services.DATABASE_URL_VARIABLE, "jdbc:postgresql://db.example:5432/flows?user=u&password=secret");

    private static final Services EMBEDDED = new Services(Path.of("target", "embedded"), Map.of());

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        EMBEDDED.close();
    }

    @Test
    void configuredServicesAreUsedAndNothingIsStarted() {
        try (var services = new Services(folder, CONFIGURED)) {
            assertThat(services.amqpUrl()).isEqualTo(CONFIGURED.get(Services.AMQP_URL_VARIABLE));
            assertThat(services.databaseUrl()).isEqualTo(CONFIGURED.get(Services.DATABASE_URL_VARIABLE));
            assertThat(services.brokerIsEmbedded()).isFalse();
            assertThat(services.databaseIsEmbedded()).isFalse();
            assertThat(services.describe())
                    .contains("broker.example:5672/vhost", "db.example:5432/flows")
                    .doesNotContain("secret");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void blankVariablesConfigureNothing() {
        try (var services = new Services(folder, Map.of(Services.AMQP_URL_VARIABLE, " "))) {
            assertThat(services.brokerIsEmbedded()).isTrue();
            assertThat(services.databaseIsEmbedded()).isTrue();
        }
    }

    @Test
    void embeddedServicesStartOnceAndSayThatMessagesAreInMemory() {
        assertThat(EMBEDDED.amqpUrl()).startsWith("amqp://windlass:").isEqualTo(EMBEDDED.amqpUrl());
        assertThat(EMBEDDED.databaseUrl())
                .startsWith("jdbc:postgresql://127.0.0.1:")
                .isEqualTo(EMBEDDED.databaseUrl());
        assertThat(EMBEDDED.describe())
                .contains("in memory only")
                .doesNotContain("password", "windlass:")
                .hasLineCount(2);
    }

    @Test
    void aTemporaryDatabaseIsDroppedWhoeverIsConnected() throws Exception {
        var database = EMBEDDED.newDatabase("services_test");
        assertThat(database.name()).startsWith("services_test_");
        try (var connection = DriverManager.getConnection(database.url())) {
            assertThat(connection.getCatalog()).isEqualTo(database.name());

            database.close();
            database.close();

            assertThatThrownBy(() -> DriverManager.getConnection(database.url()))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("does not exist");
            assertThat(connection.isValid(1)).isFalse();
        }
    }

    @Test
    void aPrefixThatCouldBreakOutOfItsStatementIsRefused() {
        assertThatThrownBy(() -> EMBEDDED.newDatabase("x; DROP DATABASE y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower case letters");
    }

    @Test
    void aServerThatRefusesIsNamedWithoutItsPassword() {
        var nowhere = Map.of(Services.DATABASE_URL_VARIABLE, "jdbc:postgresql://127.0.0.1:1/db?password=secret");
        try (var services = new Services(folder, nowhere)) {
            assertThatThrownBy(() -> services.newDatabase("x"))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("127.0.0.1:1/db")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void closedServicesStartNothing() {
        var services = new Services(folder, Map.of());
        services.close();
        assertThatThrownBy(services::amqpUrl).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(services::databaseUrl).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSharedOnesAreTheSameForAll() {
        assertThat(Services.shared()).isSameAs(Services.shared());
    }
}
