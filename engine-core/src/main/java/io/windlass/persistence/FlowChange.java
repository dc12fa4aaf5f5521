package io.windlass.persistence;

import java.util.List;

/**
 * What one step of a run changes, stored whole or not at all.
 *
 * @param flow the flow's record as it shall be; a flow that is not stored yet is created, owned by this process
 * @param created whether this is the flow's first change; its store is written only then
 * @param atoms the atoms that changed, each at most once
 * @param history what to append; entries that are there already are left alone
 */
public record FlowChange(FlowRecord flow, boolean created, List<AtomChange> atoms, List<HistoryEntry> history) {
    public FlowChange {
        atoms = List.copyOf(atoms);
        history = List.copyOf(history);
    }
}
