package io.windlass.engine;

import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.HistoryEntry;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a flow is there: what each of its atoms has done, and whether that was undone. Made of the flow's history, so
 * that it tells what happened whatever was said of an atom later.
 *
 * @param flow its id
 * @param name its name
 * @param state its state
 * @param atoms those that ever changed, in the order of their newest change
 */
public record UndoReport(UUID flow, String name, FlowState state, List<Line> atoms) {
    public UndoReport {
        atoms = List.copyOf(atoms);
    }

    /** What is there of what an atom does. */
    public enum Effect {
        /** Nothing: it has not begun, or was skipped before it did. */
        NONE,
        /** It is done. */
        DONE,
        /** It was done, or may have been, and is undone. */
        REVERTED,
        /**
         * Nobody knows: it is under way, failed and was not undone, or its revert failed. That it was left so by an
         * operator changes nothing.
         */
        UNKNOWN
    }

    /**
     * An atom.
     *
     * @param atom its name
     * @param effect what is there of it
     * @param state as it is stored
     * @param began when it first began; null when it never did
     * @param since when what is there came about; null where that is nothing
     * @param by the worker or operator that made it so; null when that was in the engine's process
     */
    public record Line(
            String atom,
            Effect effect,
            AtomState state,
            @Nullable Instant began,
            @Nullable Instant since,
            @Nullable String by) {}

    /** {@return the report on a flow} */
    public static UndoReport of(FlowRecord flow, List<StoredAtom> atoms, List<PastChange> changes) {
        return of(flow.id(), flow.name(), flow.state(), atoms, changes);
    }

    /** {@return the report on a flow of that id, name and state} */
    public static UndoReport of(
            UUID flow, String name, FlowState state, List<StoredAtom> atoms, List<PastChange> changes) {
        Map<String, Track> tracks = new TreeMap<>();
        atoms.forEach(atom -> tracks.put(atom.name(), new Track(atom)));
        for (PastChange change : changes) {
            @Nullable String atom = change.entry().atom();
            Track track = atom == null ? null : tracks.get(atom);
            if (track != null) {
                track.follow(change);
            }
        }
        List<Track> ordered = new ArrayList<>(tracks.values());
        ordered.sort(Comparator.comparingLong(track -> track.newest));
        return new UndoReport(
                flow, name, state, ordered.stream().map(Track::line).toList());
    }

    /** What is known of one atom, change by change. */
    private static final class Track {
        private final StoredAtom atom;
        private Effect effect = Effect.NONE;
        private Effect before = Effect.NONE;
        private long newest;
        private @Nullable Instant began;
        private @Nullable Instant since;
        private @Nullable String by;

        Track(StoredAtom atom) {
            this.atom = atom;
        }

        void follow(PastChange change) {
            HistoryEntry entry = change.entry();
            newest = entry.sequence();
            AtomState from = AtomState.valueOf(entry.from());
            AtomState to = AtomState.valueOf(entry.to());
            Effect next = after(from, to);
            if (to == AtomState.RUNNING && began == null) {
                began = change.at();
            }
            if (to == AtomState.RUNNING && from != to) {
                before = effect;
            }
            if (next != effect || to.isOutcome()) {
                effect = next;
                since = next == Effect.NONE ? null : change.at();
                by = entry.worker();
            }
        }

        private Effect after(AtomState from, AtomState to) {
            return switch (to) {
                case RUNNING, FAILURE, REVERTING, REVERT_FAILURE -> Effect.UNKNOWN;
                case SUCCESS -> Effect.DONE;
                case REVERTED -> Effect.REVERTED;
                case PENDING -> from == AtomState.RUNNING ? before : effect; // taken back before it began
                case IGNORE, RETRYING -> effect;
            };
        }

        Line line() {
            return new Line(atom.name(), effect, atom.state(), began, since, by);
        }
    }
}
