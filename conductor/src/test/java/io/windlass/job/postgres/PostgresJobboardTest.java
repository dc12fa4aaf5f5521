package io.windlass.job.postgres;

import io.windlass.job.ClaimContract;
import io.windlass.job.Jobboard;
import io.windlass.persistence.LogBook;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("services")
class PostgresJobboardTest extends ClaimContract {
    private static BoardFixture fixture;

    @BeforeAll
    static void create() {
        fixture = new BoardFixture("jobboard");
    }

    @AfterAll
    static void drop() {
        fixture.close();
    }

    @AfterEach
    void closeProcesses() {
        fixture.closeProcesses();
    }

    @Override
    protected Jobboard open() {
        return fixture.open();
    }

    @Override
    protected LogBook book() {
        return fixture.store().saveBook(LogBook.named("book"));
    }

    @Override
    protected void kill(Jobboard board) {
        fixture.freeze(board);
    }

    @Override
    protected int many() {
        return 10_000;
    }

    @Override
    protected List<UUID> trashed() {
        return fixture.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM windlass.trashed_jobs")
                        .mapTo(UUID.class)
                        .list());
    }
}
