package io.windlass.runtime;

import io.windlass.execution.TaskOutcome;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that listeners are to be told of, in order. Nothing is made of one while nobody listens. */
final class Tidings {
    private final RunContext run;
    private final List<Told> all = new ArrayList<>(0);

    /** Of one run; none yet. */
    Tidings(RunContext run) {
        this.run = run;
    }

    /** The flow has changed, to the state that it is in. */
    void flow(FlowState from) {
        if (run.listened()) {
            all.add(Told.flow(run, from));
        }
    }

    /** An atom has changed, to the state that it is in. */
    void atom(int node, AtomState from) {
        atom(node, from, null);
    }

    /** An atom has changed by the outcome of a request. */
    void atom(int node, AtomState from, @Nullable TaskOutcome outcome) {
        if (run.listened()) {
            all.add(Told.atom(run, node, from, outcome));
        }
    }

    /** Takes over those of another step, but for those about these atoms. */
    void adopt(Tidings other, Collection<String> without) {
        for (Told told : other.all) {
            if (told.atom() == null || !without.contains(told.atom())) {
                all.add(told);
            }
        }
    }

    List<Told> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void clear() {
        all.clear();
    }
}
