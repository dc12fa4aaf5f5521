package io.windlass.persistence;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An atom's new record.
 *
 * @param atom the whole record as it shall be
 * @param outcome whether result, failure or revert failure differ from what is stored; when false those of the
 *     record are not looked at and the store keeps its own, so that a large result is not written again with each
 *     change of state
 * @param meta whether the metadata differs from what is stored; when false the record's is not looked at and the
 *     store keeps its own
 * @param created whether this is the atom's first change, as far as its caller knows: a wrong guess costs time, no more
 */
public record AtomChange(StoredAtom atom, boolean outcome, boolean meta, boolean created) {
    /** One of an atom that is stored already, or may be. */
    public AtomChange(StoredAtom atom, boolean outcome, boolean meta) {
        this(atom, outcome, meta, false);
    }

    /**
     * {@return what is stored once this change is recorded; for implementations of {@link Persistence}}
     *
     * @param stored what was stored before; null for nothing
     */
    public StoredAtom over(@Nullable StoredAtom stored) {
        if (outcome && meta) {
            return atom;
        }
        @Nullable StoredAtom ended = outcome ? atom : stored;
        @Nullable StoredAtom described = meta ? atom : stored;
        return new StoredAtom(
                atom.name(),
                atom.kind(),
                atom.version(),
                atom.state(),
                atom.intention(),
                atom.round(),
                atom.attempt(),
                ended == null ? null : ended.result(),
                ended == null ? null : ended.failure(),
                ended == null ? null : ended.revertFailure(),
                atom.worker(),
                atom.runId(),
                described == null ? Map.of() : described.meta(),
                atom.due(),
                atom.startBy(),
                atom.deadline());
    }

    /** {@return the one change that this change makes of an earlier one of the same atom} */
    public AtomChange after(AtomChange earlier) {
        return new AtomChange(over(earlier.atom), outcome || earlier.outcome, meta || earlier.meta, earlier.created);
    }
}
