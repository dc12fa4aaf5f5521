package io.windlass.execution;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Outcome;
import io.windlass.atom.Task;
import io.windlass.state.RequestName;
import io.windlass.state.Start;
import io.windlass.value.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to do or undo a task, whose state is recorded already. The arguments are a map that nobody changes: it is not
 * copied.
 *
 * @param name what it is known by
 * @param task the task
 * @param arguments the inputs of the body that is asked for, by argument name; missing optional ones are left out
 * @param previous for a revert, what became of execute; for an execute, Unknown
 * @param failures for a revert, why the flow is reverted
 * @param reissued whether the same request may have been issued before, by this process or a dead one
 * @param starts of this request by workers, as far as they are stored; the oldest first
 * @param startBy when it is to fail unless a worker has started it, by the store's clock; null for never
 */
public record TaskRequest(
        RequestName name,
        Task task,
        Map<String, Value> arguments,
        Outcome<Value> previous,
        FlowFailures failures,
        boolean reissued,
        List<Start> starts,
        @Nullable Instant startBy) {
    public TaskRequest {
        arguments = Collections.unmodifiableMap(arguments);
        starts = List.copyOf(starts);
    }

    /** One that may wait for a worker for as long as it takes. */
    public TaskRequest(
            RequestName name,
            Task task,
            Map<String, Value> arguments,
            Outcome<Value> previous,
            FlowFailures failures,
            boolean reissued,
            List<Start> starts) {
        this(name, task, arguments, previous, failures, reissued, starts, null);
    }
}
