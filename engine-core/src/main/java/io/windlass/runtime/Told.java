package io.windlass.runtime;

import io.windlass.compiler.NodeKind;
import io.windlass.execution.TaskOutcome;
import io.windlass.notify.FlowListener.AtomChanged;
import io.windlass.notify.FlowListener.FlowChanged;
import io.windlass.notify.FlowListener.Notification;
import io.windlass.notify.FlowListener.Progressed;
import io.windlass.notify.Notifier;
import io.windlass.persistence.AtomKind;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One change as listeners are told of it.
 *
 * @param atom whose change it is; null for the flow's own
 */
record Told(@Nullable String atom, Notification change) {
    static Told flow(RunContext run, FlowState from) {
        return new Told(null, new FlowChanged(run.storage.id(), run.graph.name(), from, run.storage.flowState()));
    }

    /** A change that the outcome of a request brought. */
    static Told atom(RunContext run, int node, AtomState from, @Nullable TaskOutcome outcome) {
        String name = run.graph.atom(node).name();
        AtomChanged change = new AtomChanged(
                run.storage.id(),
                name,
                run.graph.kind(node) == NodeKind.RETRY ? AtomKind.RETRY : AtomKind.TASK,
                from,
                run.storage.state(node),
                Math.max(1, run.storage.round(node)),
                outcome == null ? null : outcome.result(),
                outcome == null ? null : outcome.failure(),
                outcome == null ? null : outcome.worker());
        return new Told(name, change);
    }

    /** Tells all who listen: of the change, and then how far the task is, where the change says that. */
    void tell(Notifier notifier) {
        notifier.tell(change);
        if (change instanceof AtomChanged atomChange && atomChange.kind() == AtomKind.TASK) {
            OptionalDouble fraction = atomChange.to().impliedProgress();
            if (fraction.isPresent()) {
                notifier.tell(new Progressed(atomChange.flow(), atomChange.atom(), fraction.getAsDouble(), null));
            }
        }
    }
}
