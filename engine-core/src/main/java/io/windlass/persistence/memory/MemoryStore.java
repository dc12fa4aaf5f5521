package io.windlass.persistence.memory;

import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.tables.TableStore;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * What several {@link MemoryPersistence} share, as processes share a database; gone with the last of them. Its clock
 * judges the leases. Thread-safe.
 */
public final class MemoryStore {
    private final MemoryTables tables;
    private final TableStore store;
    private final InstantSource clock;

    /** An empty store that goes by the system's clock. */
    public MemoryStore() {
        this(InstantSource.system());
    }

    /** An empty store that goes by the given clock. */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
        this.tables = new MemoryTables(clock);
        this.store = new TableStore(tables, clock);
    }

    /** {@return the flow's history in its order; empty when there is no such flow} */
    public synchronized List<HistoryEntry> history(UUID flow) {
        return tables.history(flow);
    }

    /**
     * Ends an owner's lease for good, as if its process were frozen: the next takeover fences it. Nothing happens
     * when the owner is not known or is fenced already.
     */
    public synchronized void freeze(Owner owner) {
        store.freeze(owner);
    }

    InstantSource clock() {
        return clock;
    }

    synchronized <T> T ask(Function<TableStore, T> question) {
        return question.apply(store);
    }
}
