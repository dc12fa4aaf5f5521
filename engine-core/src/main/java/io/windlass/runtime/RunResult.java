package io.windlass.runtime;

import io.windlass.failure.Failure;
import io.windlass.state.FlowState;
import java.util.List;

/**
 * How a run ended.
 *
 * @param state SUCCESS, REVERTED, FAILURE or SUSPENDED
 * @param failures what there is to raise: for REVERTED what made it so, for FAILURE what stopped the run, else none
 */
public record RunResult(FlowState state, List<Failure> failures) {
    public RunResult {
        failures = List.copyOf(failures);
    }
}
