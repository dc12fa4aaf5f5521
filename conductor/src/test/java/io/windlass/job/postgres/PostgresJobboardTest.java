package io.windlass.job.postgres;

import io.windlass.job.Jobboard;
import io.windlass.job.OperationsContract;
import io.windlass.persistence.LogBook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("services")
class PostgresJobboardTest extends OperationsContract {
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
}
