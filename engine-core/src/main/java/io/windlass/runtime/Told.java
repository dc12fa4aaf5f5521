package io.windlass.runtime;

import io.windlass.failure.Failure;
import io.windlass.notify.FlowListener;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One change as listeners are told of it.
 *
 * @param atom whose change it is; null for the flow's own
 */
record Told(@Nullable String atom, Consumer<FlowListener> change) {
    static Told flow(RunContext run, FlowState from) {
        FlowListener.FlowChanged change =
                new FlowListener.FlowChanged(run.storage.id(), run.graph.name(), from, run.storage.flowState());
        return new Told(null, listener -> listener.flowChanged(change));
    }

    static Told progress(RunContext run, String atom, double fraction) {
        FlowListener.Progressed progress = new FlowListener.Progressed(run.storage.id(), atom, fraction);
        return new Told(atom, listener -> listener.progressed(progress));
    }

    static Told atom(RunContext run, int node, AtomState from, @Nullable Failure failure, @Nullable String worker) {
        String name = run.graph.atom(node).name();
        FlowListener.AtomChanged change =
                new FlowListener.AtomChanged(run.storage.id(), name, from, run.storage.state(node), failure, worker);
        return new Told(name, listener -> listener.atomChanged(change));
    }
}
