package io.windlass.proxy;

import io.windlass.state.RequestName;

/**
 * A worker asks the flow's owner whether it may start a request that may have been started before. The answer is a
 * {@link Grant}.
 *
 * @param name of the request
 * @param runId made by the worker for this start
 * @param worker the worker process
 * @param redelivered whether the broker said so, other than a reissued request
 * @param controlTopic where the answer goes: the control topic, or queue, that the worker listens to
 */
public record Ask(RequestName name, String runId, String worker, boolean redelivered, String controlTopic)
        implements Message {
    public Ask {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.text(worker, "the worker");
        Checks.shortText(controlTopic, "the control topic");
    }
}
