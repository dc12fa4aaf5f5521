package io.windlass.proxy;

import io.windlass.state.RequestName;
import io.windlass.value.Failures;
import io.windlass.value.Value;

/**
 * A worker tells how a request ended.
 *
 * @param name of the request
 * @param runId made by the worker; names this actual start
 * @param worker the worker process
 * @param success whether the task returned
 * @param payload what it returned, or the failure dictionary; checked
 */
public record Response(RequestName name, String runId, String worker, boolean success, Value payload)
        implements Message {
    public Response {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.text(worker, "the worker");
        Checks.present(payload, "the result");
        if (!success) {
            Failures.read(payload);
        }
    }
}
