package io.windlass.persistence.postgres;

import static io.windlass.persistence.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.failure.StorageException;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.Samples;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("services")
class MigrationsTest {
    private final StoreFixture fixture = new StoreFixture("migrations");

    @AfterEach
    void drop() {
        fixture.close();
    }

    @Test
    void processesThatStartTogetherMigrateOnce() {
        List<CompletableFuture<PostgresPersistence>> processes = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> fixture.open(builder -> builder.schema("together"))))
                .toList();
        processes.forEach(
                process -> process.orTimeout(120, TimeUnit.SECONDS).join().close());
        long migrations = fixture.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM together.flyway_schema_history WHERE version = '1'")
                        .mapTo(Long.class)
                        .one());
        assertThat(migrations).isEqualTo(1);
    }

    @Test
    void aSchemaThatIsNotThereIsAClearError() {
        assertThatThrownBy(() -> fixture.open(builder -> builder.migrate(false)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("migrate");
    }

    @Test
    void codeThatIsTooOldIsRefused() {
        fixture.open();
        fixture.jdbi().useHandle(handle -> handle.execute("UPDATE windlass.compatibility SET lowest_code = 99"));
        assertThatThrownBy(fixture::open)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("upgrade");
    }

    @Test
    void migratingSaysWhatItDid() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(fixture.url());
        assertThat(PostgresMigrations.migrate(source, "windlass"))
                .isEqualTo(new PostgresMigrations.Migrated(9, PostgresMigrations.SCHEMA_VERSION));
        assertThat(PostgresMigrations.migrate(source, "windlass"))
                .isEqualTo(new PostgresMigrations.Migrated(0, PostgresMigrations.SCHEMA_VERSION));
    }

    @Test
    void flowsOfTheFirstVersionReadBack() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(fixture.url());
        Flyway.configure()
                .dataSource(source)
                .defaultSchema("windlass")
                .locations("classpath:io/windlass/persistence/postgres/migration")
                .target("1")
                .load()
                .migrate();
        UUID id = UUID.randomUUID();
        String oldCode = "INSERT INTO windlass.flows (id, name, state, store, history) VALUES ('@', 'old', 'SUSPENDED',"
                + " '{\"x\":1.50}', 3); INSERT INTO windlass.atoms (flow, name, kind, version, state, intention, round,"
                + " attempt) VALUES ('@', 'a', 'TASK', '1.0', 'RUNNING', 'EXECUTE', 1, 1)";
        fixture.jdbi().useHandle(handle -> handle.execute(oldCode.replace("@", id.toString())));
        Persistence store = fixture.open();
        assertThat(store.claim(id).orElseThrow().flow())
                .isEqualTo(new FlowRecord(
                        id, "old", null, FlowState.SUSPENDED, Map.of("x", new Value("1.50")), Map.of(), 3));
        assertThat(store.loadAtom(id, "a")).contains(Samples.atom("a", AtomState.RUNNING, null));
        // Old code that is still at work writes what it knows of.
        UUID later = UUID.randomUUID();
        fixture.jdbi().useHandle(handle -> handle.execute(oldCode.replace("@", later.toString())));
        assertThat(store.load(later)).isPresent();
    }

    @Test
    void aSchemaThatIsTooNewIsNotTouched() {
        fixture.open().close();
        // As if a step were missing: only code that may use the schema adds it.
        fixture.jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "UPDATE windlass.compatibility SET lowest_code = 99;"
                                        + " DELETE FROM windlass.flyway_schema_history WHERE version = '1'; DROP TABLE windlass.inbox"));
        assertThatThrownBy(fixture::open).isInstanceOf(StorageException.class).hasMessageContaining("99");
        boolean stillMissing = fixture.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT to_regclass('windlass.inbox') IS NULL")
                        .mapTo(Boolean.class)
                        .one());
        assertThat(stillMissing).isTrue();
    }

    @Test
    void theDocumentedPrivilegesAreEnough() {
        fixture.open();
        String role = "windlass_" + UUID.randomUUID().toString().replace("-", "");
        fixture.jdbi()
                .useHandle(handle -> handle.execute("CREATE ROLE " + role + "; GRANT " + role
                        + " TO CURRENT_USER; GRANT USAGE ON SCHEMA windlass TO " + role
                        + "; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA windlass TO " + role));
        try (PostgresPersistence humble = PostgresPersistence.builder()
                .url(fixture.url() + "&options=-c%20role=" + role)
                .migrate(false)
                .open()) {
            UUID id = UUID.randomUUID();
            humble.save(created(id))
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            humble.announceReplyQueue("q");
            assertThat(humble.takeOver(1)).isEmpty();
            assertThat(humble.claim(id)).isPresent();
        } finally {
            fixture.jdbi().useHandle(handle -> handle.execute("DROP OWNED BY " + role + "; DROP ROLE " + role));
        }
    }

    @Test
    void anUnreachableDatabaseIsAClearErrorWithoutThePassword() {
        assertThatThrownBy(() -> PostgresPersistence.builder()
                        .url("jdbc:postgresql://127.0.0.1:1/none")
                        .user("somebody")
                        .password("sesame")
                        .open())
                .isInstanceOf(StorageException.class)
                .satisfies(e -> assertThat(e.toString() + e.getCause())
                        .contains("127.0.0.1:1")
                        .doesNotContain("sesame"));
    }
}
