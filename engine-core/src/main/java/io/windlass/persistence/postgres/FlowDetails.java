package io.windlass.persistence.postgres;

import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredAtom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that people may want to know of one flow, as of one moment; values aside, which may be large and private.
 *
 * @param summary the flow itself
 * @param atoms those that have a record, in order of name; others are PENDING
 * @param history every change of state, oldest first
 * @param orphans how many of its runs succeeded beside the recorded ones, whatever became of them
 * @param cancelled that it is being cancelled, or was in its newest run; null when it was not
 */
public record FlowDetails(
        FlowSummary summary,
        List<StoredAtom> atoms,
        List<Change> history,
        int orphans,
        CancelMeta.@Nullable Cancelled cancelled) {
    public FlowDetails {
        atoms = List.copyOf(atoms);
        history = List.copyOf(history);
    }

    /**
     * A change of state.
     *
     * @param entry what changed
     * @param at when it was recorded, by the database's clock
     * @param owner the process that recorded it
     */
    public record Change(HistoryEntry entry, Instant at, UUID owner) {}
}
