package io.windlass.atom;

import io.windlass.failure.Failure;
import java.util.Map;

/**
 * Why the flow is being reverted, for a task's revert.
 *
 * @param byAtom the failures of execute, by the name of the task that failed; perhaps empty
 */
public record FlowFailures(Map<String, Failure> byAtom) {
    /** Nothing has failed. */
    public static final FlowFailures NONE = new FlowFailures(Map.of());

    public FlowFailures {
        byAtom = Map.copyOf(byAtom);
    }
}
