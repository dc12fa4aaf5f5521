package io.windlass.execution;

import io.windlass.atom.FlowFailures;
import io.windlass.atom.Input;
import io.windlass.atom.Inputs;
import io.windlass.atom.TaskContext;
import io.windlass.failure.Failure;
import io.windlass.failure.InvalidFormatException;
import io.windlass.retry.Decision;
import io.windlass.retry.History;
import io.windlass.retry.Retry;
import io.windlass.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs one method of a retry controller on this thread, always in the engine's process. Whatever it throws is its
 * failure. Stateless.
 */
public final class RetryInvoker {
    private RetryInvoker() {}

    /**
     * What a controller decided.
     *
     * @param decision null exactly when it failed to
     * @param failure null exactly when there is a decision
     */
    public record Answer(
            @Nullable Decision decision, @Nullable Failure failure) {}

    /** Begins a round; {@return what it provides, or a failure} */
    public static TaskInvoker.Result execute(
            Retry retry, Map<String, Value> arguments, History history, TaskContext context) {
        try {
            return LogContext.during(context, () -> {
                Object provided = retry.execute(history, inputs(retry, arguments, context));
                return TaskInvoker.returned(provided, Object.class);
            });
        } catch (Throwable thrown) {
            return new TaskInvoker.Result(null, failure(thrown));
        }
    }

    /** Undoes the rounds; {@return null, or a failure} */
    public static TaskInvoker.Result revert(
            Retry retry, Map<String, Value> arguments, History history, FlowFailures failures, TaskContext context) {
        try {
            return LogContext.during(context, () -> {
                retry.revert(history, inputs(retry, arguments, context), failures);
                return new TaskInvoker.Result(Value.NULL, null);
            });
        } catch (Throwable thrown) {
            return new TaskInvoker.Result(null, failure(thrown));
        }
    }

    /** Asks about the failure that is the last of the history; {@return the decision, or why there is none} */
    public static Answer onFailure(Retry retry, Map<String, Value> arguments, History history, TaskContext context) {
        try {
            return LogContext.during(context, () -> {
                Decision decision = retry.onFailure(history, inputs(retry, arguments, context));
                if (decision == null) {
                    throw new InvalidFormatException(retry + " must decide RETRY, REVERT or REVERT_ALL, not null");
                }
                return new Answer(decision, null);
            });
        } catch (Throwable thrown) {
            return new Answer(null, failure(thrown));
        }
    }

    private static Failure failure(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return Failure.of(thrown);
    }

    private static Inputs inputs(Retry retry, Map<String, Value> arguments, TaskContext context) {
        Map<String, @Nullable Object> read = new LinkedHashMap<>();
        for (Input input : retry.executeInputs()) {
            read.put(input.name(), TaskInvoker.lookedUp(retry, input, arguments));
        }
        return new Inputs(read, context);
    }
}
