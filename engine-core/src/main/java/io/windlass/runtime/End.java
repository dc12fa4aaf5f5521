package io.windlass.runtime;

import io.windlass.failure.CancelledException;
import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import io.windlass.state.Intention;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a run ends that has nothing left to wait for. */
final class End {
    private static final Set<AtomState> DONE = EnumSet.of(AtomState.SUCCESS, AtomState.IGNORE);

    private End() {}

    static FlowState of(RunContext run) {
        if (!run.engineFailures.isEmpty()) {
            return FlowState.FAILURE;
        }
        if (run.parking.isNeeded()) {
            return FlowState.SUSPENDED;
        }
        if (run.storage.flowState() == FlowState.SUSPENDING && isUnfinished(run)) {
            return FlowState.SUSPENDED;
        }
        Set<AtomState> states = EnumSet.noneOf(AtomState.class);
        for (int node : run.graph.atoms()) {
            states.add(run.storage.state(node));
        }
        if (DONE.containsAll(states)) {
            return FlowState.SUCCESS;
        }
        boolean left = states.contains(AtomState.REVERT_FAILURE)
                || isLeft(run)
                || (run.options.neverResolve() && states.contains(AtomState.FAILURE));
        return left ? FlowState.FAILURE : FlowState.REVERTED;
    }

    /** {@return whether it is cancelled in a way that leaves something as it is} */
    private static boolean isLeft(RunContext run) {
        return run.isCancelled()
                && run.graph.atoms().stream().anyMatch(node -> run.storage.intention(node) != Intention.REVERT);
    }

    private static boolean isUnfinished(RunContext run) {
        return run.readiness.isAny()
                || run.graph.atoms().stream()
                        .anyMatch(node -> run.storage.state(node).isInFlight());
    }

    /** {@return what there is to raise: what stopped this run, else what the flow holds} */
    static RunResult result(RunContext run) {
        FlowState state = run.storage.flowState();
        List<Failure> raised = new ArrayList<>();
        if (run.isCancelled() && (state == FlowState.FAILURE || state == FlowState.REVERTED)) {
            raised.add(Failure.of(new CancelledException(
                    "flow '" + run.graph.name() + "' (" + run.storage.id() + ") was " + run.cancelled())));
        }
        if (state == FlowState.FAILURE && !run.engineFailures.isEmpty()) {
            raised.addAll(run.engineFailures);
        } else if (state == FlowState.FAILURE || state == FlowState.REVERTED) {
            Optional.ofNullable(run.givenUp).ifPresent(raised::add);
            raised.addAll(run.storage.executeFailures().values());
            raised.addAll(run.storage.revertFailures().values());
        }
        return new RunResult(state, raised);
    }
}
