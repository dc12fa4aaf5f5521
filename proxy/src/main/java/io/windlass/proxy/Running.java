package io.windlass.proxy;

import io.windlass.failure.InvalidFormatException;
import io.windlass.state.RequestName;
import java.time.Duration;

/**
 * One task that a worker runs at the moment.
 *
 * @param name of the request
 * @param runId names this start
 * @param since how long it has been running
 * @param progress how far it says that it has come, from 0 to 1; 0 when it says nothing
 */
public record Running(RequestName name, String runId, Duration since, double progress) {
    public Running {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.notNegative(since, "the time since the start");
        if (!(progress >= 0 && progress <= 1)) {
            throw new InvalidFormatException("a progress of " + progress + " is not between 0 and 1");
        }
    }
}
