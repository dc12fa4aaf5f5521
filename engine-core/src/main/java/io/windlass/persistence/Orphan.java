package io.windlass.persistence;

import io.windlass.state.Action;
import io.windlass.state.RequestName;
import io.windlass.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The success of a run of execute that is not the one which is recorded: what that run did is there, and no flow knows of
 * it. Kept once for each run of each request.
 *
 * @param request what the run replies to: a request to execute
 * @param runId the run
 * @param worker the worker that ran it
 * @param result what execute returned
 * @param foundAt when its reply came, by the clock of the process that took it; in microseconds
 * @param state what became of it
 */
public record Orphan(
        RequestName request, String runId, String worker, Value result, Instant foundAt, OrphanState state) {
    public Orphan {
        if (request.action() != Action.EXECUTE) {
            throw new IllegalArgumentException(request + " leaves no orphan: what is undone twice is undone");
        }
        foundAt = foundAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** An orphan that is found now. */
    public static Orphan found(RequestName request, String runId, String worker, Value result) {
        return new Orphan(request, runId, worker, result, Instant.now(), OrphanState.FOUND);
    }

    /** {@return the same, of which something else became} */
    public Orphan in(OrphanState next) {
        return new Orphan(request, runId, worker, result, foundAt, next);
    }

    /** {@return the id of the flow that undoes it, if it is undone; the same for the same run of the same request} */
    public UUID compensation() {
        return UUID.nameUUIDFromBytes((request + "/" + runId).getBytes(StandardCharsets.UTF_8));
    }
}
