package io.windlass.runtime;

import io.windlass.atom.BodyListener;
import io.windlass.atom.FlowFailures;
import io.windlass.atom.TaskContext;
import io.windlass.execution.RetryInvoker;
import io.windlass.execution.TaskInvoker;
import io.windlass.execution.TaskOutcome;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.Map;

/** A request to run a retry controller, in this process, on a thread for user code. */
record ControlRequest(
        RequestName name,
        Retry retry,
        Map<String, Value> arguments,
        History history,
        FlowFailures failures,
        boolean reissued) {
    TaskOutcome run() {
        TaskContext context = TaskContext.here(name, BodyListener.NONE);
        TaskInvoker.Result result = name.action() == Action.EXECUTE
                ? RetryInvoker.execute(retry, arguments, history, context)
                : RetryInvoker.revert(retry, arguments, history, failures, context);
        return new TaskOutcome(name, result.value(), result.failure(), null, null, () -> {});
    }
}
