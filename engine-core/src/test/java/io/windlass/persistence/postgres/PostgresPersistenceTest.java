package io.windlass.persistence.postgres;

import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.OperationContract;
import io.windlass.persistence.Persistence;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("services")
class PostgresPersistenceTest extends OperationContract {
    private static StoreFixture fixture;

    @BeforeAll
    static void create() {
        fixture = new StoreFixture("contract");
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
    protected Persistence open() {
        return fixture.open();
    }

    @Override
    protected void freeze(Persistence process) {
        fixture.freeze(process);
    }

    @Override
    protected List<HistoryEntry> history(UUID flow) {
        return fixture.history(flow);
    }
}
