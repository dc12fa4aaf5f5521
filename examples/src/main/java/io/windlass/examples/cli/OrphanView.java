package io.windlass.examples.cli;

import io.windlass.persistence.Orphan;
import io.windlass.persistence.postgres.OrphanDetails;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An orphan as JSON shows it, without its result. The names of these components are what programs read: they stay.
 *
 * @param id of the orphan, and of the flow that undoes what it did, if that is undone
 */
record OrphanView(
        UUID id,
        String state,
        Instant foundAt,
        UUID flow,
        String flowName,
        String atom,
        int round,
        int attempt,
        String runId,
        String worker) {
    static final List<String> HEADING = List.of("ID", "STATE", "FOUND", "FLOW", "NAME", "ATOM", "RUN", "WORKER");

    static OrphanView of(OrphanDetails details) {
        Orphan orphan = details.orphan();
        return new OrphanView(
                orphan.compensation(),
                orphan.state().name(),
                orphan.foundAt(),
                orphan.request().flow(),
                details.flowName(),
                orphan.request().atom(),
                orphan.request().round(),
                orphan.request().attempt(),
                orphan.runId(),
                orphan.worker());
    }

    /** {@return what is shown of it in columns} */
    List<String> row() {
        return List.of(
                id.toString(),
                state,
                foundAt.toString(),
                flow.toString(),
                Listing.printable(flowName),
                Listing.printable(atom),
                Listing.printable(runId),
                Listing.printable(worker));
    }
}
