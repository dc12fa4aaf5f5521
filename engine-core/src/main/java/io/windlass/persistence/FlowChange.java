package io.windlass.persistence;

import java.util.List;

/**
 * What one step of a run changes, stored whole or not at all.
 *
 * @param flow the flow's record as it shall be; a flow that is not stored yet is created, owned by this process
 * @param created whether this is the flow's first change; its name and book are written only then
 * @param details whether store and metadata differ from what is stored; when false, and the flow is not created,
 *     those of the record are not looked at and the store keeps its own
 * @param atoms the atoms that changed, each at most once
 * @param history what to append; entries that are there already are left alone
 */
public record FlowChange(
        FlowRecord flow, boolean created, boolean details, List<AtomChange> atoms, List<HistoryEntry> history) {
    public FlowChange {
        details |= created;
        atoms = List.copyOf(atoms);
        history = List.copyOf(history);
    }
}
