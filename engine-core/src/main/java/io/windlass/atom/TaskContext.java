package io.windlass.atom;

import io.windlass.state.RequestName;
import java.lang.management.ManagementFactory;
import java.util.UUID;

/**
 * What a body may know of its run.
 *
 * @param request the request that this run answers
 * @param runId of this start: another for each time that the body is started
 * @param process where it runs: a worker's name, or the engine's own
 */
public record TaskContext(RequestName request, String runId, String process) {
    /** {@return the context of a new run in this process} */
    public static TaskContext here(RequestName request) {
        return new TaskContext(
                request,
                UUID.randomUUID().toString(),
                ManagementFactory.getRuntimeMXBean().getName());
    }

    /**
     * {@return the same text for every run of this action of this atom in this round: a body that records its effect
     * under this key has it once, however often it is started}
     */
    public String idempotencyKey() {
        return request.idempotencyKey();
    }
}
