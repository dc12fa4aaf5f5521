package io.windlass.persistence;

import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A flow as it is stored, its atoms aside.
 *
 * @param id made by whoever created it
 * @param name not unique; what a catalogue of flows is asked for at takeover; does not change
 * @param book the log book that it belongs to; null for none; does not change
 * @param state where it is
 * @param store the values it was given, by name; written when the flow is created and when a change says that they
 *     differ, see {@link FlowChange#details()}
 * @param meta what else is kept of it, by name, for programs and people; written together with the store
 * @param history the sequence of its newest history entry, 0 before the first
 * @param deadline when it is given up and undone, by the store's clock, in microseconds, up to the year 9999; null when
 *     that is not limited
 */
public record FlowRecord(
        UUID id,
        String name,
        @Nullable UUID book,
        FlowState state,
        Map<String, Value> store,
        Map<String, Value> meta,
        long history,
        @Nullable Instant deadline) {
    public FlowRecord {
        store = Map.copyOf(store);
        meta = Map.copyOf(meta);
        deadline = deadline == null ? null : deadline.truncatedTo(ChronoUnit.MICROS);
    }

    /** One whose time is not limited. */
    public FlowRecord(
            UUID id,
            String name,
            @Nullable UUID book,
            FlowState state,
            Map<String, Value> store,
            Map<String, Value> meta,
            long history) {
        this(id, name, book, state, store, meta, history, null);
    }

    /**
     * {@return what is stored once a change is recorded over this; for implementations of {@link Persistence}}
     *
     * @param next the change's record
     * @param details whether its store and metadata count, see {@link FlowChange#details()}
     */
    public FlowRecord changedTo(FlowRecord next, boolean details) {
        FlowRecord described = details ? next : this;
        return new FlowRecord(id, name, book, next.state, described.store, described.meta, next.history, next.deadline);
    }
}
