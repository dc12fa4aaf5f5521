package io.windlass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedDatabaseTest {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(20);
    private static final Path FOLDER = Path.of("target", "embedded");

    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start(FOLDER);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void commitsAreFlushedAndOnlyThisMachineIsServed() throws Exception {
        assertThat(setting(database, "fsync")).isEqualTo("on");
        assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
        assertThat(setting(database, "full_page_writes")).isEqualTo("on");
        assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(setting(database, "unix_socket_directories")).isEmpty();
        assertThat(setting(database, "max_connections")).isEqualTo("200");
        assertThat(setting(database, "server_encoding")).isEqualTo("UTF8");
    }

    @Test
    void refusesWhoDoesNotKnowThePassword() {
        var stranger = database.url().replaceAll("password=.*", "password=guess");
        assertThatThrownBy(() -> DriverManager.getConnection(stranger))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void aSecondOneIsEmptyAndLeavesNeitherProcessNorData() throws Exception {
        execute(database, "CREATE TABLE kept (id int)");
        var killed = leftByAKilledRun();
        var second = EmbeddedDatabase.start(FOLDER);
        var process = ProcessHandle.of(second.pid()).orElseThrow();
        var data = Path.of(setting(second, "data_directory"));
        assertThat(process.isAlive()).isTrue();
        assertThat(data).isDirectory();
        assertThat(killed).doesNotExist();
        assertThatThrownBy(() -> execute(second, "SELECT * FROM kept")).hasMessageContaining("does not exist");

        second.close();
        second.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(data.resolve("..").normalize()).doesNotExist();
        execute(database, "SELECT * FROM kept");
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatWasCommittedWhenItIsStartedAgain(EmbeddedDatabase.StopMode mode) throws Exception {
        Path data;
        try (var restarted = EmbeddedDatabase.start(FOLDER);
                var connection = DriverManager.getConnection(restarted.url())) {
            var before = ProcessHandle.of(restarted.pid()).orElseThrow();
            execute(restarted, "CREATE TABLE kept (id int)");

            restarted.restart(mode);

            assertThat(before.isAlive()).isFalse();
            assertThat(connection.isValid(1)).isFalse();
            execute(restarted, "SELECT * FROM kept");
            data = Path.of(setting(restarted, "data_directory"));
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void closesAfterItsServerWasKilled() {
        var victim = EmbeddedDatabase.start(FOLDER);
        var server = ProcessHandle.of(victim.pid()).orElseThrow();
        server.destroyForcibly();
        await().atMost(GONE_WITHIN).until(() -> !server.isAlive());

        assertThatThrownBy(() -> DriverManager.getConnection(victim.url())).isInstanceOf(SQLException.class);
        victim.close();
    }

    @Test
    void aFolderThatCannotBeUsedIsAnErrorThatNamesIt() throws Exception {
        var file = Files.createTempFile(Files.createDirectories(FOLDER), "file", "");
        try {
            assertThatThrownBy(() -> EmbeddedDatabase.start(file.resolve("below")))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("WINDLASS_DATABASE_URL");
        } finally {
            Files.delete(file);
        }
    }

    private static Path leftByAKilledRun() throws IOException {
        var left = FOLDER.resolve("run-left");
        Files.createDirectories(left.resolve(PostgresServer.DATA));
        Files.writeString(left.resolve("lock"), "");
        return left;
    }

    private static String setting(EmbeddedDatabase database, String name) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url());
                var statement = connection.createStatement();
                var result = statement.executeQuery("SHOW " + name)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
