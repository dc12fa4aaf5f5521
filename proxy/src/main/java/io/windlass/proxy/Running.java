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
 * @param inCustody whether the worker has acknowledged the request, so that only the engine can issue it again; an older
 *     worker leaves it out, which means false
 */
public record Running(
        RequestName name,
        String runId,
        Duration since,
        double progress,
        @Nullable Value details,
        Boolean inCustody) {
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
        inCustody = Checks.orFalse(inCustody);
    }

    /** A run whose request the broker has, for the case that the worker dies. */
    public Running(RequestName name, String runId, Duration since, double progress, @Nullable Value details) {
        this(name, runId, since, progress, details, false);
    }
}
