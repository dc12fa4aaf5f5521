package io.windlass.persistence.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.failure.NotFoundException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.directory.DirectoryPersistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    @Test
    void memoryIsAStoreOfItsOwn() {
        for (String url : List.of("memory:", "memory", "MEMORY://")) {
            try (Persistence store = Backends.open(url)) {
                assertThat(store).isInstanceOf(MemoryPersistence.class);
            }
        }
    }

    @Test
    void aDirectoryIsNamedByItsPath(@TempDir Path root) {
        LogBook book = LogBook.named("b");
        try (Persistence store = Backends.open("dir:" + root)) {
            assertThat(store).isInstanceOf(DirectoryPersistence.class);
            store.saveBook(book);
        }
        try (Persistence store = Backends.open("file://" + root)) {
            assertThat(store.books()).containsExactly(book);
        }
        assertThatThrownBy(() -> Backends.open("dir:")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("services")
    void postgresqlTakesTheDriversUrlAndTheOneThatPeopleWrite() {
        try (TemporaryDatabase database = Services.shared().newDatabase("backends")) {
            List<Persistence> opened = new ArrayList<>();
            LogBook book = LogBook.named("b");
            String role = "windlass_" + UUID.randomUUID().toString().replace("-", "");
            Jdbi jdbi = Jdbi.create(database.url());
            opened.add(Backends.open(database.url()));
            opened.get(0).saveBook(book);
            jdbi.useHandle(
                    handle -> handle.execute("CREATE ROLE " + role + " LOGIN PASSWORD 's:@+/ %' IN ROLE CURRENT_USER"));
            try {
                URI uri = URI.create(database.url().substring("jdbc:".length()));
                String url = "postgresql+psycopg2://" + role + ":s%3A%40+%2F%20%25@" + uri.getHost() + ":"
                        + uri.getPort() + uri.getPath();
                opened.add(Backends.open(url));
                assertThat(opened).allSatisfy(store -> {
                    assertThat(store).isInstanceOf(PostgresPersistence.class);
                    assertThat(store.books()).containsExactly(book);
                });
            } finally {
                opened.forEach(Persistence::close);
                jdbi.useHandle(handle -> handle.execute("DROP ROLE " + role));
            }
        }
    }

    @Test
    void anythingElseIsNotFoundAndPasswordsAreNotTold() {
        assertThatThrownBy(() -> Backends.open("zookeeper://host"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("zookeeper")
                .hasMessageContaining("dir:/path");
        for (String url : List.of("postgresql://u:sesame @host/d", "postgresql://u:sesame@/d")) {
            assertThatThrownBy(() -> Backends.open(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("sesame")
                    .hasMessageContaining("postgresql://");
        }
        assertThatThrownBy(() -> Backends.open("postgresql://u:sesame@127.0.0.1:1/none"))
                .isInstanceOf(StorageException.class)
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("sesame"));
    }
}
