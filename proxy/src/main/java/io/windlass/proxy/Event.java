package io.windlass.proxy;

import io.windlass.atom.TaskContext;
import io.windlass.state.RequestName;
import io.windlass.value.Value;

/**
 * A task tells of something while a worker runs it. Sent without being kept: it may be lost.
 *
 * @param name of the request
 * @param runId names the start
 * @param worker the worker process
 * @param type in the task's own words, 1 to {@value TaskContext#MAX_EVENT_TYPE} bytes
 * @param details a JSON object of at most {@value TaskContext#MAX_EVENT_DETAILS} characters; checked
 */
public record Event(RequestName name, String runId, String worker, String type, Value details) implements Message {
    public Event {
        Checks.name(name);
        Checks.text(runId, "the run id");
        Checks.text(worker, "the worker");
        Checks.shortText(type, "the event's type");
        Checks.object(details, TaskContext.MAX_EVENT_DETAILS, "the event's details");
    }
}
