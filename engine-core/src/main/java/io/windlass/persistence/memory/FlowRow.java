package io.windlass.persistence.memory;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.Owner;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.persistence.tables.FlowHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flow with its atoms and its history, as stored. Guarded by its store. */
final class FlowRow {
    private final Map<String, StoredAtom> atoms = new LinkedHashMap<>();
    private final List<PastChange> changes = new ArrayList<>();
    private FlowRecord flow;
    private @Nullable Owner owner;

    FlowRow(FlowRecord flow, Owner owner) {
        this.flow = flow;
        this.owner = owner;
    }

    void owner(@Nullable Owner next) {
        owner = next;
    }

    FlowHead head() {
        return new FlowHead(flow.id(), flow.name(), flow.book(), flow.state(), owner);
    }

    FlowRecord record() {
        return flow;
    }

    Optional<StoredAtom> atom(String name) {
        return Optional.ofNullable(atoms.get(name));
    }

    StoredFlow stored() {
        return new StoredFlow(flow, List.copyOf(atoms.values()));
    }

    List<PastChange> changes() {
        return List.copyOf(changes);
    }

    /** At a time, by a process. */
    void apply(FlowChange change, Instant now, Owner by) {
        flow = flow.changedTo(change.flow(), change.details());
        for (AtomChange atom : change.atoms()) {
            atoms.compute(atom.atom().name(), (name, stored) -> atom.over(stored));
        }
        for (HistoryEntry entry : change.history()) {
            if (changes.isEmpty()
                    || entry.sequence()
                            > changes.get(changes.size() - 1).entry().sequence()) {
                changes.add(new PastChange(entry, now, by.id()));
            }
        }
    }
}
