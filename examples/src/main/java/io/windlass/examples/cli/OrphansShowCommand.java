package io.windlass.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.failure.NotFoundException;
import io.windlass.persistence.postgres.OrphanDetails;
import io.windlass.value.Values;
import java.io.PrintWriter;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one orphan. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows an orphan, with the result of its run and all values that are in it.")
final class OrphansShowCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(paramLabel = "ID", description = "of the orphan, as list shows it")
    private UUID id = new UUID(0, 0);

    /** An orphan with what its run returned, as JSON shows it; the names stay. */
    record View(OrphanView orphan, JsonNode result) {}

    @Override
    public Integer call() {
        OrphanDetails found = database.catalogue()
                .findOrphan(id)
                .orElseThrow(() ->
                        new NotFoundException("there is no orphan " + id + " in this database; see orphans list"));
        View view = new View(OrphanView.of(found), Values.tree(found.orphan().result()));
        listing.show(view, this::show);
        return 0;
    }

    private void show(View view) {
        PrintWriter out = listing.out();
        OrphanView orphan = view.orphan();
        line(out, "orphan", orphan.id());
        line(out, "state", orphan.state());
        line(out, "found", orphan.foundAt());
        line(out, "flow", orphan.flow() + " " + orphan.flowName());
        line(out, "atom", orphan.atom() + ", round " + orphan.round() + ", attempt " + orphan.attempt());
        line(out, "run", orphan.runId());
        line(out, "worker", orphan.worker());
        line(out, "result", view.result());
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.printf("%-9s %s%n", name, Listing.printable(value.toString()));
    }
}
