package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.persistence.FlowOperation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a flow as JSON shows it, without its argument, which may be private. The names of these components are
 * what programs read: they stay.
 */
record FlowOperationView(
        UUID id,
        UUID flow,
        String kind,
        @Nullable String atom,
        String who,
        String why,
        Instant asked,
        String status,
        @Nullable Instant finished,
        @Nullable String outcome) {
    static final List<String> HEADING = List.of("ASKED", "OPERATION", "ATOM", "WHO", "WHY", "STATUS", "OUTCOME");

    static FlowOperationView of(FlowOperation operation) {
        return new FlowOperationView(
                operation.id(),
                operation.flow(),
                operation.kind().name(),
                operation.atom(),
                operation.who(),
                operation.why(),
                operation.asked(),
                operation.status().name(),
                operation.finished(),
                operation.outcome());
    }

    /** {@return what is shown of it in columns} */
    List<String> row() {
        return List.of(
                asked.toString(),
                kind,
                Listing.printable(orDash(atom)),
                line(who),
                line(why),
                status,
                line(orDash(outcome)));
    }

    private static String line(String text) {
        return Listing.printable(Redaction.oneLine(text));
    }
}
