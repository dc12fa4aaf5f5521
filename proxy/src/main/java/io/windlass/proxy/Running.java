package io.windlass.proxy;

import io.windlass.atom.TaskContext;
import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One task that a worker runs at the moment.
 *
 * @param name of the request
 * @param runId names this start
 * @param since how long it has been running
 * @param progress how far it says that it has come, from 0 to 1; 0 when it says nothing
 * @param details what it says of that, a JSON object of at most {@value TaskContext#MAX_PROGRESS_DETAILS} characters;
 *     null when it says nothing
 */
public record Running(
        RequestName name,
        String runId,
        Duration since,
        double progress,
        @Nullable Value details) {
    public Running {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.notNegative(since, "the time since the start");
        if (!(progress >= 0 && progress <= 1)) {
            throw new InvalidFormatException("a progress of " + progress + " is not between 0 and 1");
        }
        if (details != null) {
            Checks.object(details, TaskContext.MAX_PROGRESS_DETAILS, "the progress's details");
        }
    }
}
