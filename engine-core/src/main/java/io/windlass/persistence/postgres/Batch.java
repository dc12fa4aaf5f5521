package io.windlass.persistence.postgres;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.StoredAtom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one group transaction writes: the last absolute row of each flow and atom, for a statement may touch a row
 * only once. Immutable.
 */
final class Batch {
    /** An atom's row. */
    record AtomRow(UUID flow, AtomChange change) {
        StoredAtom atom() {
            return change.atom();
        }
    }

    /** A row of the history. */
    record HistoryRow(UUID flow, HistoryEntry entry) {}

    private final List<FlowChange> flows;
    private final int created;

    private Batch(List<FlowChange> flows, int created) {
        this.flows = flows;
        this.created = created;
    }

    /** {@return what is left of changes that are recorded together, in the order in which they were made} */
    static Batch of(List<FlowChange> changes) {
        Map<UUID, FlowChange> last = new LinkedHashMap<>();
        for (FlowChange change : changes) {
            last.merge(change.flow().id(), change, Batch::merged);
        }
        List<FlowChange> flows = new ArrayList<>(last.size());
        last.values().stream().filter(FlowChange::created).forEach(flows::add);
        int created = flows.size();
        last.values().stream().filter(change -> !change.created()).forEach(flows::add);
        return new Batch(flows, created);
    }

    private static FlowChange merged(FlowChange earlier, FlowChange later) {
        Map<String, AtomChange> atoms = new LinkedHashMap<>();
        earlier.atoms().forEach(atom -> atoms.put(atom.atom().name(), atom));
        later.atoms().forEach(atom -> atoms.merge(atom.atom().name(), atom, (before, after) -> after.after(before)));
        List<HistoryEntry> history = new ArrayList<>(earlier.history());
        history.addAll(later.history());
        return new FlowChange(
                earlier.flow().changedTo(later.flow(), later.details()),
                earlier.created() || later.created(),
                earlier.details() || later.details(),
                List.copyOf(atoms.values()),
                history);
    }

    /** {@return the change of each flow, each flow once; first those of {@code flows(true)}, then the others} */
    List<FlowChange> flows() {
        return flows;
    }

    /** {@return those that are new, or those that are not} */
    List<FlowChange> flows(boolean isCreated) {
        return isCreated ? flows.subList(0, created) : flows.subList(created, flows.size());
    }

    /** {@return the atoms that are said to be new, or those that are not} */
    List<AtomRow> atomsCreated(boolean isCreated) {
        List<AtomRow> rows = new ArrayList<>();
        for (FlowChange change : flows) {
            for (AtomChange atom : change.atoms()) {
                if (atom.created() == isCreated) {
                    rows.add(new AtomRow(change.flow().id(), atom));
                }
            }
        }
        return rows;
    }

    /** {@return the atoms that have an outcome, or those that keep the stored one} */
    List<AtomRow> atoms(boolean outcome) {
        List<AtomRow> rows = new ArrayList<>(atomsCreated(true));
        rows.addAll(atomsCreated(false));
        rows.removeIf(row -> row.change().outcome() != outcome);
        return rows;
    }

    /** {@return all that is appended} */
    List<HistoryRow> history() {
        List<HistoryRow> rows = new ArrayList<>();
        for (FlowChange change : flows) {
            for (HistoryEntry entry : change.history()) {
                rows.add(new HistoryRow(change.flow().id(), entry));
            }
        }
        return rows;
    }
}
