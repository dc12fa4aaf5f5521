package io.windlass.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a store says of a database that does not wait for its disk. */
class DurabilityTest {
    @Test
    @Tag("services")
    void aConnectionWhoseCommitsDoNotWaitForTheDiskIsToldOf() {
        try (StoreFixture fixture = new StoreFixture("durability")) {
            assertThat(fixture.open().risks()).isEmpty();
            assertThat(fixture.open(builder -> builder.url(fixture.url() + "&options=-c%20synchronous_commit=off"))
                            .risks())
                    .singleElement()
                    .asString()
                    .contains("synchronous_commit=off")
                    .contains("lost");
        }
    }

    @Test
    void aServerThatMayLeaveDamagedPagesIsToldOf() {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Path.of("target", "embedded"))) {
            Jdbi jdbi = Jdbi.create(server.url());
            jdbi.useHandle(handle -> handle.execute("ALTER SYSTEM SET full_page_writes = off"));
            jdbi.useHandle(handle -> handle.execute("SELECT pg_reload_conf()"));
            await().until(() -> !risks(jdbi).isEmpty());
            assertThat(risks(jdbi)).singleElement().asString().contains("full_page_writes=off");
        }
    }

    private static List<String> risks(Jdbi jdbi) {
        return jdbi.withHandle(Durability::risks);
    }
}
