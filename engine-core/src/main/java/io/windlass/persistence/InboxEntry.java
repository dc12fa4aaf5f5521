package io.windlass.persistence;

import io.windlass.state.RequestName;
import io.windlass.value.Value;

/**
 * A reply that reached a process which does not own the flow.
 *
 * @param request what it replies to
 * @param runId the run that made it
 * @param worker the worker that made it
 * @param success whether the payload is a result, else a failure in its dictionary form
 * @param payload the result or the failure
 */
public record InboxEntry(RequestName request, String runId, String worker, boolean success, Value payload) {}
