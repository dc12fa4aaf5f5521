package io.windlass.persistence.memory;

import static io.windlass.persistence.Samples.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.OperationContract;
import io.windlass.persistence.Persistence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryPersistenceTest extends OperationContract {
    private final MemoryStore store = new MemoryStore();
    private final List<Persistence> opened = new ArrayList<>();

    @Override
    protected Persistence open() {
        return keep(new MemoryPersistence(store));
    }

    @Override
    protected void freeze(Persistence process) {
        store.freeze(process.owner());
    }

    @Override
    protected List<HistoryEntry> history(UUID flow) {
        return store.history(flow);
    }

    private Persistence keep(Persistence process) {
        opened.add(process);
        return process;
    }

    @AfterEach
    void close() {
        opened.forEach(Persistence::close);
    }

    @Test
    void theStoresClockJudgesTheLease() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        MemoryStore shared = new MemoryStore(now::get);
        Persistence first = keep(new MemoryPersistence(shared, Duration.ofHours(1)));
        save(first, created(UUID.randomUUID()));
        now.set(Instant.EPOCH.plus(Duration.ofHours(1)));
        assertThat(keep(new MemoryPersistence(shared)).takeOver(1)).isEmpty();
        now.set(Instant.EPOCH.plus(Duration.ofHours(1)).plusMillis(1));
        assertThat(keep(new MemoryPersistence(shared)).takeOver(1)).hasSize(1);
    }

    @Test
    void theRenewalFindsOutThatItsProcessWasFenced() {
        Persistence dead = keep(new MemoryPersistence(store, Duration.ofMillis(30)));
        CompletableFuture<Void> fenced = new CompletableFuture<>();
        dead.onFenced(() -> fenced.complete(null));
        store.freeze(dead.owner());
        open().takeOver(1);
        assertThat(fenced.orTimeout(30, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void aStoreOfItsOwnNeedsNoThread() {
        try (MemoryPersistence alone = new MemoryPersistence()) {
            UUID id = UUID.randomUUID();
            save(alone, created(id));
            assertThat(alone.store().history(id)).hasSize(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("windlass-lease-" + alone.owner().id());
        }
    }
}
