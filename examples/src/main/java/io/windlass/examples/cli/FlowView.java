package io.windlass.examples.cli;

import io.windlass.failure.Failure;
import io.windlass.persistence.CancelMeta;
import io.windlass.persistence.ParkedMeta;
import io.windlass.persistence.PastChange;
import io.windlass.persistence.StartsMeta;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.postgres.FlowDetails;
import io.windlass.persistence.postgres.FlowSummary;
import io.windlass.state.Action;
import io.windlass.state.AtomState;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Failures;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param parked what it waits for an operator for
 * @param deadline when it is given up and undone; null when that is not limited
 * @param operations what people wanted done with it, the oldest first
 */
record FlowView(
        FlowSummary flow,
        List<Atom> atoms,
        List<Change> history,
        int orphans,
        @Nullable Cancelled cancelled,
        List<ParkedMeta.Parked> parked,
        @Nullable Instant deadline,
        List<FlowOperationView> operations) {
    static FlowView of(FlowDetails details) {
        return new FlowView(
                details.summary(),
                Atom.of(details),
                details.history().stream().map(Change::of).toList(),
                details.orphans(),
                Cancelled.of(details.cancelled()),
                details.parked(),
                details.deadline(),
                details.operations().stream().map(FlowOperationView::of).toList());
    }

    /**
     * An atom, without its result.
     *
     * @param due until when it waits for another attempt or round; null when it does not
     * @param startBy by when a worker must have started its newest request; null when that is not limited
     * @param deadline when its execute is given up; null when that is not limited
     * @param began when it first began; null when it never did
     * @param changed when its state changed last; null when it never did
     * @param runs the worker that is known to run it; null when none is
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
            @Nullable Instant due,
            @Nullable Instant startBy,
            @Nullable Instant deadline,
            @Nullable Instant began,
            @Nullable Instant changed,
            @Nullable String runs) {
        private static List<Atom> of(FlowDetails details) {
            Map<String, Instant> began = new HashMap<>();
            Map<String, Instant> changed = new HashMap<>();
            for (PastChange change : details.history()) {
                String atom = change.entry().atom();
                if (atom != null) {
                    changed.put(atom, change.at());
                    if (change.entry().to().equals(AtomState.RUNNING.name())) {
                        began.putIfAbsent(atom, change.at());
                    }
                }
            }
            return details.atoms().stream()
                    .map(atom -> of(
                            atom,
                            began.get(atom.name()),
                            changed.get(atom.name()),
                            runs(details.summary().id(), atom)))
                    .toList();
        }

        private static @Nullable String runs(UUID flow, StoredAtom atom) {
            if (!atom.state().isInFlight()) {
                return null;
            }
            Action action = atom.state() == AtomState.RUNNING ? Action.EXECUTE : Action.REVERT;
            RequestName request = new RequestName(flow, atom.name(), action, atom.round(), atom.attempt());
            List<Start> starts = StartsMeta.of(request, atom.meta());
            return starts.isEmpty() ? null : starts.get(starts.size() - 1).worker();
        }

        private static Atom of(
                StoredAtom atom, @Nullable Instant began, @Nullable Instant changed, @Nullable String runs) {
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
                    atom.due(),
                    atom.startBy(),
                    atom.deadline(),
                    began,
                    changed,
                    runs);
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
