package io.windlass.persistence.postgres;

import io.windlass.persistence.AtomChange;
import io.windlass.persistence.FlowChange;
import io.windlass.value.Value;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its transaction.
 *
 * @param changes one change; none for a mark that is reached when all before it is recorded
 * @param done completes with the outcome
 * @param rows how many rows it writes, about
 * @param bytes how much it weighs, about
 */
record Pending(List<FlowChange> changes, CompletableFuture<@Nullable Void> done, int rows, long bytes) {
    private static final int BYTES_PER_ROW = 200;

    static Pending of(FlowChange change) {
        int rows = 1 + change.atoms().size() + change.history().size();
        long bytes = (long) rows * BYTES_PER_ROW;
        if (change.created()) {
            for (Value value : change.flow().store().values()) {
                bytes += value.json().length();
            }
        }
        for (AtomChange atom : change.atoms()) {
            if (atom.outcome()) {
                bytes += length(atom.atom().result())
                        + length(atom.atom().failure())
                        + length(atom.atom().revertFailure());
            }
        }
        return new Pending(List.of(change), new CompletableFuture<>(), rows, bytes);
    }

    static Pending mark() {
        return new Pending(List.of(), new CompletableFuture<>(), 0, 0);
    }

    private static int length(@Nullable Value value) {
        return value == null ? 0 : value.json().length();
    }
}
