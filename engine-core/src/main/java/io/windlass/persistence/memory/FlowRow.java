package io.windlass.persistence.memory;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.FlowState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A flow with its atoms and its history, as stored. Guarded by its store. */
final class FlowRow {
    private final Map<String, StoredAtom> atoms = new LinkedHashMap<>();
    private final Map<Long, HistoryEntry> history = new TreeMap<>();
    private FlowRecord flow;
    private @Nullable Owner owner;

    FlowRow(FlowRecord flow, Owner owner) {
        this.flow = flow;
        this.owner = owner;
    }

    @Nullable
    Owner owner() {
        return owner;
    }

    void owner(@Nullable Owner next) {
        owner = next;
    }

    FlowState state() {
        return flow.state();
    }

    /** {@return whether it is to be run on by somebody; a suspended one waits for being resumed} */
    boolean isUnderWay() {
        return !flow.state().isTerminal() && flow.state() != FlowState.SUSPENDED;
    }

    /** {@return whether its name is among these, or none are given} */
    boolean isNamed(Set<String> names) {
        return names.isEmpty() || names.contains(flow.name());
    }

    StoredFlow stored() {
        return new StoredFlow(flow, List.copyOf(atoms.values()));
    }

    List<HistoryEntry> history() {
        return List.copyOf(history.values());
    }

    void apply(FlowChange change) {
        flow = flow.changedTo(change.flow(), change.details());
        for (AtomChange atom : change.atoms()) {
            atoms.compute(atom.atom().name(), (name, stored) -> atom.over(stored));
        }
        change.history().forEach(entry -> history.putIfAbsent(entry.sequence(), entry));
    }
}
