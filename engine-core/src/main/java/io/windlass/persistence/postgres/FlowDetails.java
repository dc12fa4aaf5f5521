package io.windlass.persistence.postgres;

import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.FlowOperation;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that people may want to know of one flow, as of one moment; values aside, which may be large and private.
 *
 * @param summary the flow itself
 * @param atoms those that have a record, in order of name; others are PENDING
 * @param history every change of state, oldest first
 * @param orphans how many of its runs succeeded beside the recorded ones, whatever became of them
 * @param cancelled that it is being cancelled, or was in its newest run; null when it was not
 * @param parked what it waits for an operator for; empty when it is not parked
 * @param deadline when it is given up and undone; null when that is not limited
 * @param operations what people wanted done with it, and what came of it, the oldest first
 */
public record FlowDetails(
        FlowSummary summary,
        List<StoredAtom> atoms,
        List<PastChange> history,
        int orphans,
        CancelMeta.@Nullable Cancelled cancelled,
        List<ParkedMeta.Parked> parked,
        @Nullable Instant deadline,
        List<FlowOperation> operations) {
    public FlowDetails {
        atoms = List.copyOf(atoms);
        history = List.copyOf(history);
        parked = List.copyOf(parked);
        operations = List.copyOf(operations);
    }
}
