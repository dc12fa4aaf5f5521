package io.windlass.proxy;

import io.windlass.state.RequestName;
import java.time.Duration;

/**
 * One task that a worker runs at the moment.
 *
 * @param name of the request
 * @param runId names this start
 * @param since how long it has been running
 */
public record Running(RequestName name, String runId, Duration since) {
    public Running {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.notNegative(since, "the time since the start");
    }
}
