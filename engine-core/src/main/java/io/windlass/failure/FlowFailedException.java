package io.windlass.failure;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A flow ended without success. The cause is the exception of the first failure, when it was thrown in this process.
 */
public final class FlowFailedException extends WindlassException {
    private static final long serialVersionUID = 1L;

    private final transient UUID flow;
    private final transient List<Failure> failures;

    /** The failures that ended the flow, at least one. */
    public FlowFailedException(UUID flow, String name, String state, List<Failure> failures) {
        super("flow '" + name + "' (" + flow + ") ended " + state + ": "
                + failures.stream().map(Failure::toString).collect(Collectors.joining("; ")));
        this.flow = flow;
        this.failures = List.copyOf(failures);
        Throwable live = liveException(failures);
        if (live != null) {
            initCause(live);
        }
    }

    private static @Nullable Throwable liveException(List<Failure> failures) {
        return failures.isEmpty() ? null : failures.get(0).exception();
    }

    /** {@return the flow's id} */
    public UUID flow() {
        return flow;
    }

    /** {@return what ended the flow: for a reverted one the failures of its tasks, in the order in which they came} */
    public List<Failure> failures() {
        return failures;
    }
}
