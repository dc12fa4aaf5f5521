package io.windlass.job.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.failure.NotFoundException;
import io.windlass.job.Job;
import io.windlass.job.JobPosting;
import io.windlass.job.Jobboard;
import io.windlass.job.memory.MemoryJobboard;
import io.windlass.job.postgres.PostgresJobboard;
import io.windlass.job.zookeeper.ZookeeperJobboard;
import io.windlass.persistence.LogBook;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import java.util.List;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JobboardsTest {
    @Test
    void memoryIsABoardOfItsOwn() {
        try (Persistence store = new MemoryPersistence()) {
            LogBook book = store.saveBook(LogBook.named("book"));
            for (String uri : List.of("memory:", "memory", "MEMORY://")) {
                try (Jobboard board = Jobboards.open(uri, store)) {
                    board.connect();
                    assertThat(board).isInstanceOf(MemoryJobboard.class);
                    assertThat(board.post(JobPosting.named("x").about(book)).book())
                            .contains(book);
                    assertThat(board.jobs(false, true)).toIterable().hasSize(1);
                }
            }
        }
    }

    @Test
    @Tag("services")
    void aBoardInPostgresqlIsInTheStoreThatIsGiven() {
        try (TemporaryDatabase database = Services.shared().newDatabase("jobboards");
                PostgresPersistence store =
                        PostgresPersistence.builder().url(database.url()).open();
                Jobboard board = Jobboards.open("postgresql:", store);
                Jobboard named = Jobboards.open("postgres:night.shift", store)) {
            board.connect();
            named.connect();
            assertThat(board).isInstanceOf(PostgresJobboard.class);
            assertThat(board.name()).isEqualTo(PostgresJobboard.DEFAULT_NAME);
            assertThat(named.name()).isEqualTo("night.shift");
            board.post(JobPosting.named("x"));
            assertThat(named.jobs(false, true)).toIterable().isEmpty();
        }
    }

    @Test
    void aBoardInZookeeperIsNamedByServersAndFolder() throws Exception {
        try (TestingServer server = new TestingServer();
                Jobboard first = Jobboards.open("zookeeper://" + server.getConnectString() + "/a/jobs", null);
                Jobboard second = Jobboards.open("ZooKeeper://" + server.getConnectString() + "/a/jobs", null)) {
            first.connect();
            second.connect();
            assertThat(first).isInstanceOf(ZookeeperJobboard.class);
            assertThat(first.name()).isEqualTo("/a/jobs");
            Job job = first.post(JobPosting.named("x"));
            assertThat(second.jobs(false, true)).toIterable().containsExactly(job);
        }
        for (String address : List.of("zookeeper://a:2181,b.example", "zookeeper://a/", "zookeeper://[::1]:2181")) {
            assertThat(Jobboards.open(address, null).name()).isEqualTo("/windlass/jobs");
        }
    }

    @Test
    void whatIsNoBoardIsNotFound() {
        for (String uri : List.of("redis://u:sesame@host", "redis", "", "://u:sesame@host", "u sesame@host:1")) {
            assertThatThrownBy(() -> Jobboards.open(uri, null))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("memory:, postgresql: or postgresql:NAME, zookeeper://")
                    .hasMessageNotContaining("sesame");
        }
    }

    @Test
    void aMalformedUriIsNotQuoted() {
        for (String uri : List.of(
                "zookeeper:",
                "zookeeper:host",
                "zookeeper:///path",
                "zookeeper://u:sesame@host:2181/path",
                "zookeeper://host:2181//sesame",
                "postgresql://u:sesame@host/db",
                "postgresql:sesame me")) {
            try (Persistence store = new MemoryPersistence()) {
                assertThatThrownBy(() -> Jobboards.open(uri, store))
                        .as(uri)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageNotContaining("sesame@")
                        .hasMessageNotContaining("u:sesame");
            }
        }
    }

    @Test
    void aBoardInPostgresqlNeedsAStoreInPostgresql() {
        assertThatThrownBy(() -> Jobboards.open("postgresql:", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no store");
        try (Persistence store = new MemoryPersistence()) {
            assertThatThrownBy(() -> Jobboards.open("postgresql:", store)).hasMessageContaining("MemoryPersistence");
        }
    }

    @Test
    void whichBoardsAreInAStoreIsKnown() {
        assertThat(Jobboards.isInStore("PostgreSQL:x")).isTrue();
        assertThat(Jobboards.isInStore("zookeeper://h")).isFalse();
        assertThat(Jobboards.isInStore("postgresiana:")).isFalse();
    }
}
