package io.windlass.proxy;

import io.windlass.state.RequestName;

/**
 * An engine tells a worker that a run should end. Its reply is sent all the same. A worker that does not know the run
 * ignores it; an engine repeats it with each heartbeat that still has the run.
 *
 * @param name of the request
 * @param runId the start that is meant
 * @param interrupt whether its thread is to be interrupted, even if the worker's task does not say so
 */
public record Cancel(RequestName name, String runId, boolean interrupt) implements Message {
    public Cancel {
        Checks.name(name);
        Checks.text(runId, "the run id");
    }
}
