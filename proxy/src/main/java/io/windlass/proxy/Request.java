package io.windlass.proxy;

import io.windlass.failure.Failure;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine asks a worker to execute or revert a task. Argument values travel as the text that they are.
 *
 * @param name names the request for ever
 * @param taskType what is to be run, by its wire name
 * @param version of the task type, numbers and dots: {@code 1.0}
 * @param arguments by name, in order
 * @param previous for a revert, how the execution ended; null when that is unknown, and for an execution
 * @param failures for a revert, what failed, by atom name
 * @param replyTo the whole name of the queue for the response
 * @param epoch of the ownership of the engine process that owns the flow, from 0
 * @param reissued whether a worker must ask the owner before it starts it: a copy of this very request may already have
 *     been delivered, or it may start at most once
 */
public record Request(
        RequestName name,
        String taskType,
        String version,
        Map<String, Value> arguments,
        @Nullable Outcome previous,
        Map<String, Failure> failures,
        String replyTo,
        long epoch,
        boolean reissued)
        implements Message {
    public Request {
        Checks.name(name);
        Checks.shortText(taskType, "the task type");
        Checks.shortText(version, "the task's version");
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(Checks.present(arguments, "the arguments")));
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(Checks.present(failures, "the failures")));
        Checks.shortText(replyTo, "the reply queue");
        Checks.notNegative(epoch, "the epoch");
    }

    /** {@return the same request, marked as perhaps delivered before} */
    public Request asReissued() {
        return new Request(name, taskType, version, arguments, previous, failures, replyTo, epoch, true);
    }
}
