package io.windlass.examples.cli;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what was done with a flow. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Lists what people wanted done with a flow, when and why, and what came of it, the oldest first.")
final class FlowsAuditCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(paramLabel = "ID", description = "of the flow, as list shows it")
    private UUID id = new UUID(0, 0);

    @Override
    public Integer call() {
        List<FlowOperationView> operations = FlowsShowCommand.details(database, id).operations().stream()
                .map(FlowOperationView::of)
                .toList();
        listing.list(FlowOperationView.HEADING, operations, FlowOperationView::row);
        return 0;
    }
}
