package io.windlass.persistence;

/**
 * An atom's new record.
 *
 * @param atom the whole record as it shall be
 * @param outcome whether result, failure or revert failure differ from what is stored; when false those of the
 *     record are not looked at and the store keeps its own, so that a large result is not written again with each
 *     change of state
 */
public record AtomChange(StoredAtom atom, boolean outcome) {}
