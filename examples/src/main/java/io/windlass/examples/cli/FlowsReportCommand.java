package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.engine.UndoReport;
import io.windlass.persistence.postgres.FlowDetails;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what a flow has left. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Tells of each atom of a flow whether what it does is there: DONE, REVERTED, UNKNOWN or NONE.")
final class FlowsReportCommand implements Callable<Integer> {
    private static final List<String> HEADING = List.of("ATOM", "EFFECT", "STATE", "BEGAN", "SINCE", "BY");

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(paramLabel = "ID", description = "of the flow, as list shows it")
    private UUID id = new UUID(0, 0);

    @Override
    public Integer call() {
        FlowDetails flow = FlowsShowCommand.details(database, id);
        UndoReport report = UndoReport.of(
                flow.summary().id(), flow.summary().name(), flow.summary().state(), flow.atoms(), flow.history());
        if (listing.isJson()) {
            listing.json(report);
        } else {
            listing.out()
                    .println(
                            "flow " + report.flow() + " " + Listing.printable(report.name()) + " is " + report.state());
            listing.table(
                    HEADING,
                    report.atoms().stream().map(FlowsReportCommand::row).toList());
        }
        return 0;
    }

    private static List<String> row(UndoReport.Line line) {
        return List.of(
                Listing.printable(line.atom()),
                line.effect().name(),
                line.state().name(),
                orDash(line.began()),
                orDash(line.since()),
                Listing.printable(orDash(line.by())));
    }
}
