package io.windlass.failure;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A flow ended without success. {@link #failures} are what ended it: for a reverted one the failures of its tasks, in
 * the order in which they came; those of a flow that a task ran in its body, in place of that task's.
 */
public final class FlowFailedException extends WrappedFailureException {
    private static final long serialVersionUID = 1L;

    private final transient UUID flow;

    /** The failures that ended the flow, at least one. */
    public FlowFailedException(UUID flow, String name, String state, List<Failure> failures) {
        super(
                "flow '" + name + "' (" + flow + ") ended " + state + ": "
                        + failures.stream().map(Failure::toString).collect(Collectors.joining("; ")),
                failures);
        this.flow = flow;
    }

    /** {@return the flow's id} */
    public UUID flow() {
        return flow;
    }
}
