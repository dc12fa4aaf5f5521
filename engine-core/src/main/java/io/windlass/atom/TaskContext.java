package io.windlass.atom;

import io.windlass.state.RequestName;

/**
 * What a body may know of its run.
 *
 * @param request the request that this run answers
 * @param runId of this start: another for each time that the body is started
 * @param process where it runs: a worker's name, or the engine's own
 */
public record TaskContext(RequestName request, String runId, String process) {
    /**
     * {@return the same text for every run of this action of this atom in this round: a body that records its effect
     * under this key has it once, however often it is started}
     */
    public String idempotencyKey() {
        return request.idempotencyKey();
    }
}
