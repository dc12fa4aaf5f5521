package io.windlass.examples.cli;

import io.windlass.failure.Failure;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.postgres.FlowDetails;
import io.windlass.persistence.postgres.FlowSummary;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A flow as JSON shows it. The names of these components are what programs read: they stay.
 *
 * @param flow itself
 * @param atoms by name
 * @param history oldest first
 * @param orphans how many it has
 * @param cancelled when it was asked for, and how; null when the flow is not cancelled
 */
record FlowView(
        FlowSummary flow,
        List<Atom> atoms,
        List<Change> history,
        int orphans,
        @Nullable Cancelled cancelled) {
    static FlowView of(FlowDetails details) {
        return new FlowView(
                details.summary(),
                details.atoms().stream().map(Atom::of).toList(),
                details.history().stream().map(Change::of).toList(),
                details.orphans(),
                Cancelled.of(details.cancelled()));
    }

    /**
     * An atom, without its result.
     *
     * @param due until when it waits for another attempt or round; null when it does not
     */
    record Atom(
            String name,
            String kind,
            String version,
            String state,
            String intention,
            int round,
            int attempt,
            @Nullable String worker,
            @Nullable String runId,
            @Nullable Cause failure,
            @Nullable Cause revertFailure,
            @Nullable Instant due) {
        private static Atom of(StoredAtom atom) {
            return new Atom(
                    atom.name(),
                    atom.kind().name(),
                    atom.version(),
                    atom.state().name(),
                    atom.intention().name(),
                    atom.round(),
                    atom.attempt(),
                    atom.worker(),
                    atom.runId(),
                    Cause.of(atom.failure()),
                    Cause.of(atom.revertFailure()),
                    atom.due());
        }
    }

    /** That the flow is to end before its time. */
    record Cancelled(Instant at, @Nullable String by, boolean reverts) {
        private static @Nullable Cancelled of(CancelMeta.@Nullable Cancelled stored) {
            return stored == null
                    ? null
                    : new Cancelled(stored.at(), stored.how().by(), stored.how().reverts());
        }
    }

    /** Why something failed. */
    record Cause(String type, String message) {
        private static @Nullable Cause of(@Nullable Value stored) {
            if (stored == null) {
                return null;
            }
            Failure failure = Failures.read(stored);
            return new Cause(failure.typeNames().get(0), failure.message());
        }
    }

    /** A change of state; of the flow itself where there is no atom. */
    record Change(
            long sequence,
            Instant at,
            @Nullable String atom,
            int round,
            int attempt,
            String from,
            String to,
            @Nullable String worker,
            @Nullable String runId,
            UUID owner) {
        private static Change of(PastChange change) {
            return new Change(
                    change.entry().sequence(),
                    change.at(),
                    change.entry().atom(),
                    change.entry().round(),
                    change.entry().attempt(),
                    change.entry().from(),
                    change.entry().to(),
                    change.entry().worker(),
                    change.entry().runId(),
                    change.owner());
        }
    }
}
