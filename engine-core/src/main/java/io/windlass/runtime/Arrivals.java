package io.windlass.runtime;

import io.windlass.execution.TaskOutcome;
import io.windlass.state.RequestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What the executor and controllers have brought, until a step looks at it. Used by the run's loop. */
final class Arrivals {
    private final List<TaskOutcome> outcomes = new ArrayList<>();
    /** Of controllers, that wait for the rest of their batch. */
    private final List<TaskOutcome> held = new ArrayList<>(0);
    /** Requests that did not begin before they were cancelled. */
    private final List<RequestName> withdrawn = new ArrayList<>(0);

    private boolean closed;

    /** {@return whether they are of use: not once the run has ended} */
    boolean add(Collection<TaskOutcome> more) {
        if (closed) {
            more.forEach(outcome -> outcome.unused().run());
            return false;
        }
        outcomes.addAll(held);
        held.clear();
        outcomes.addAll(more);
        return true;
    }

    /** The run has ended and waits for nothing any more. */
    void close() {
        closed = true;
        outcomes.forEach(outcome -> outcome.unused().run());
        outcomes.clear();
    }

    void hold(Collection<TaskOutcome> more) {
        held.addAll(more);
    }

    void withdrawn(Collection<RequestName> names) {
        withdrawn.addAll(names);
    }

    boolean isEmpty() {
        return outcomes.isEmpty() && withdrawn.isEmpty();
    }

    /** Begins a step with all that has come. */
    Step step(RunContext run) {
        Step step = new Step(run, outcomes);
        step.cancelled(withdrawn);
        outcomes.clear();
        withdrawn.clear();
        return step;
    }
}
