package io.windlass.persistence;

import java.util.List;

/**
 * A flow with its atoms.
 *
 * @param atoms those that have a record; others are PENDING
 */
public record StoredFlow(FlowRecord flow, List<StoredAtom> atoms) {
    public StoredFlow {
        atoms = List.copyOf(atoms);
    }
}
