package io.windlass.storage;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.ProgressMeta;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of one flow has changed since it was last handed to the store, and what was handed over then. */
final class Journal {
    private final FlowRecord first;
    /** Each once, as they know themselves. */
    private List<AtomCell> dirty = new ArrayList<>(0);

    private final List<HistoryEntry> history = new ArrayList<>();
    private HandedOver last = new HandedOver(false, false, List.of(), List.of(), List.of());
    private Map<String, Value> store;
    private Map<String, Value> meta;
    private long sequence;
    private @Nullable Instant deadline;
    private boolean stored;
    private boolean detailsChanged;

    /** What the last commit handed to the store, kept in case the store refuses it. */
    private record HandedOver(
            boolean stored,
            boolean details,
            List<AtomCell> dirty,
            List<AtomChange> changes,
            List<HistoryEntry> history) {}

    /** The journal of a flow with this record, which is or is not in the store. */
    Journal(FlowRecord first, boolean stored) {
        this.first = first;
        this.store = first.store();
        this.meta = first.meta();
        this.sequence = first.history();
        this.deadline = first.deadline();
        this.stored = stored;
    }

    /** {@return what is kept of the flow besides its store} */
    Map<String, Value> meta() {
        return meta;
    }

    void putStore(Map<String, Value> all) {
        store = all;
        detailsChanged = true;
    }

    boolean isStored() {
        return stored;
    }

    void putMeta(Map<String, Value> entries) {
        meta = merged(meta, entries);
        detailsChanged |= !entries.isEmpty();
    }

    void putMeta(AtomCell cell, Map<String, Value> entries) {
        if (!entries.isEmpty()) {
            cell.meta = merged(cell.meta, entries);
            touchMeta(cell);
        }
    }

    private void touchMeta(AtomCell cell) {
        cell.metaChanged = true;
        touch(cell, false);
    }

    private static Map<String, Value> merged(Map<String, Value> before, Map<String, Value> entries) {
        Map<String, Value> merged = new HashMap<>(before);
        merged.putAll(entries);
        return Map.copyOf(merged);
    }

    /** {@return when the flow is given up; null when that is not limited} */
    @Nullable
    Instant deadline() {
        return deadline;
    }

    /** Goes with a move of the flow, or of one of its atoms. */
    void deadline(@Nullable Instant time) {
        deadline = time;
    }

    /** {@return the newest entry of the history} */
    long sequence() {
        return sequence;
    }

    void moved(FlowState from, FlowState to) {
        history.add(new HistoryEntry(++sequence, null, 0, 0, from.name(), to.name(), null, null));
    }

    /** Moves an atom; to the state that it is in when an attempt has ended and another is to follow. */
    void move(AtomCell cell, AtomState next) {
        history.add(new HistoryEntry(
                ++sequence,
                cell.name(),
                cell.round,
                cell.attempt,
                cell.state.name(),
                next.name(),
                next.isOutcome() || next == cell.state ? cell.worker : null,
                next.isOutcome() || next == cell.state ? cell.runId : null));
        cell.state = next;
        touch(cell, false);
        if (cell.meta.containsKey(ProgressMeta.PROGRESS)
                && next.impliedProgress().isPresent()) {
            cell.meta = ProgressMeta.without(cell.meta);
            touchMeta(cell);
        }
    }

    void touch(AtomCell cell, boolean outcome) {
        cell.outcomeChanged |= outcome;
        if (!cell.dirty) {
            cell.dirty = true;
            dirty.add(cell);
        }
    }

    /** Drops what came after a moment, if it was not handed over; {@return whether it was not} */
    boolean forgetSince(long moment) {
        boolean dropped = history.removeIf(entry -> entry.sequence() > moment);
        sequence = dropped ? moment : sequence;
        return dropped;
    }

    boolean isEmpty() {
        return stored && !detailsChanged && dirty.isEmpty() && history.isEmpty();
    }

    /** {@return all that has changed, as handed over from here on} */
    FlowChange handOver(FlowState state) {
        List<AtomChange> atoms = new ArrayList<>(dirty.size());
        for (AtomCell cell : dirty) {
            atoms.add(new AtomChange(cell.toRecord(), cell.outcomeChanged, cell.metaChanged, !cell.handedOver));
            cell.handedOver = true;
            cell.dirty = false;
            cell.outcomeChanged = false;
            cell.metaChanged = false;
        }
        FlowChange change = new FlowChange(record(state), !stored, detailsChanged, atoms, history);
        last = new HandedOver(stored, detailsChanged, dirty, change.atoms(), change.history());
        stored = true;
        detailsChanged = false;
        dirty = new ArrayList<>(0);
        history.clear();
        return change;
    }

    private FlowRecord record(FlowState state) {
        boolean details = !stored || detailsChanged;
        return new FlowRecord(
                first.id(),
                first.name(),
                first.book(),
                state,
                details ? store : Map.of(),
                details ? meta : Map.of(),
                sequence,
                deadline);
    }

    /** What was handed over last was refused: it is to be handed over again. */
    void takeBack() {
        stored = last.stored();
        detailsChanged |= last.details();
        for (int i = 0; i < last.dirty().size(); i++) {
            AtomCell cell = last.dirty().get(i);
            AtomChange change = last.changes().get(i);
            touch(cell, change.outcome());
            cell.metaChanged |= change.meta();
            cell.handedOver = !change.created();
        }
        history.addAll(0, last.history());
    }
}
