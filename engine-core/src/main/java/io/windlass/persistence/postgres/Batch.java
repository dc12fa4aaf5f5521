package io.windlass.persistence.postgres;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredAtom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one group transaction writes: the last absolute row of each flow and atom, for a statement may touch a row
 * only once. Not thread-safe.
 */
final class Batch {
    /** A flow's row. */
    record FlowRow(FlowRecord flow, boolean created, boolean details) {}

    /** An atom's row. */
    record AtomRow(UUID flow, AtomChange change) {
        StoredAtom atom() {
            return change.atom();
        }
    }

    /** A row of the history. */
    record HistoryRow(UUID flow, HistoryEntry entry) {}

    private record AtomKey(UUID flow, String name) {}

    private final Map<UUID, FlowRow> flows = new LinkedHashMap<>();
    private final Map<AtomKey, AtomRow> atoms = new LinkedHashMap<>();
    private final List<HistoryRow> history = new ArrayList<>();

    static Batch of(List<FlowChange> changes) {
        Batch batch = new Batch();
        changes.forEach(batch::add);
        return batch;
    }

    private void add(FlowChange change) {
        UUID id = change.flow().id();
        flows.merge(id, new FlowRow(change.flow(), change.created(), change.details()), Batch::later);
        for (AtomChange atom : change.atoms()) {
            atoms.merge(new AtomKey(id, atom.atom().name()), new AtomRow(id, atom), Batch::later);
        }
        change.history().forEach(entry -> history.add(new HistoryRow(id, entry)));
    }

    List<FlowRow> flows(boolean created) {
        return flows.values().stream().filter(row -> row.created() == created).toList();
    }

    List<AtomRow> atoms(boolean outcome) {
        return atoms.values().stream()
                .filter(row -> row.change().outcome() == outcome)
                .toList();
    }

    List<FlowRow> flows() {
        return List.copyOf(flows.values());
    }

    List<HistoryRow> history() {
        return history;
    }

    Collection<UUID> flowIds() {
        return flows.keySet();
    }

    private static FlowRow later(FlowRow earlier, FlowRow later) {
        return new FlowRow(
                earlier.flow().changedTo(later.flow(), later.details()),
                earlier.created() || later.created(),
                earlier.details() || later.details());
    }

    private static AtomRow later(AtomRow earlier, AtomRow later) {
        return new AtomRow(later.flow(), later.change().after(earlier.change()));
    }
}
