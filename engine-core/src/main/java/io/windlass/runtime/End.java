package io.windlass.runtime;

import io.windlass.failure.Failure;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.List;

/** How a run ends that has nothing left to wait for. */
final class End {
    private End() {}

    static FlowState of(RunContext run) {
        if (!run.engineFailures.isEmpty()) {
            return FlowState.FAILURE;
        }
        if (run.storage.flowState() == FlowState.SUSPENDING && isUnfinished(run)) {
            return FlowState.SUSPENDED;
        }
        List<AtomState> states =
                run.graph.atoms().stream().map(run.storage::state).toList();
        if (states.stream().allMatch(state -> state == AtomState.SUCCESS || state == AtomState.IGNORE)) {
            return FlowState.SUCCESS;
        }
        boolean left = states.contains(AtomState.REVERT_FAILURE)
                || (run.options.neverResolve() && states.contains(AtomState.FAILURE));
        return left ? FlowState.FAILURE : FlowState.REVERTED;
    }

    private static boolean isUnfinished(RunContext run) {
        return !run.readiness.all().isEmpty()
                || run.graph.atoms().stream()
                        .anyMatch(node -> run.storage.state(node).isInFlight());
    }

    /** {@return what there is to raise: what stopped this run, else what the flow holds} */
    static RunResult result(RunContext run) {
        FlowState state = run.storage.flowState();
        List<Failure> raised = new ArrayList<>();
        if (state == FlowState.FAILURE && !run.engineFailures.isEmpty()) {
            raised.addAll(run.engineFailures);
        } else if (state == FlowState.FAILURE || state == FlowState.REVERTED) {
            raised.addAll(run.storage.executeFailures().values());
            raised.addAll(run.storage.revertFailures().values());
        }
        return new RunResult(state, raised);
    }
}
