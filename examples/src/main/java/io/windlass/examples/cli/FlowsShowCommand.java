package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.failure.NotFoundException;
import io.windlass.persistence.postgres.FlowDetails;
import io.windlass.persistence.postgres.FlowSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one flow. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a flow: its state and owner, its atoms and its history.")
final class FlowsShowCommand implements Callable<Integer> {
    private static final List<String> ATOMS =
            List.of("ATOM", "STATE", "INTENTION", "ROUND", "ATTEMPT", "WORKER", "BEGAN", "CHANGED", "UNTIL", "FAILURE");
    private static final List<String> HISTORY = List.of("#", "AT", "ATOM", "FROM", "TO", "ROUND", "ATTEMPT", "WORKER");

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Parameters(paramLabel = "ID", description = "of the flow, as list shows it")
    private UUID id = new UUID(0, 0);

    @Override
    public Integer call() {
        FlowView view = FlowView.of(details(database, id));
        listing.show(view, this::show);
        return 0;
    }

    /** {@return a flow that there is} */
    static FlowDetails details(DatabaseOptions database, UUID flow) {
        return database.catalogue()
                .find(flow)
                .orElseThrow(() -> new NotFoundException("there is no flow " + flow + " in this database"));
    }

    private void show(FlowView view) {
        PrintWriter out = listing.out();
        FlowSummary flow = view.flow();
        out.println("flow      " + flow.id() + " " + flow.name());
        out.println("state     " + flow.state());
        out.println("created   " + flow.created());
        out.println("modified  " + flow.modified());
        out.println("owner     " + owner(flow.owner()));
        if (view.orphans() > 0) {
            out.println("orphans   " + view.orphans() + ", see windlass orphans list");
        }
        FlowView.@Nullable Cancelled cancelled = view.cancelled();
        if (cancelled != null) {
            out.println("cancelled " + cancelled.at() + " by " + orDash(cancelled.by())
                    + (cancelled.reverts() ? ", to be undone" : ", to be left as it is"));
        }
        if (view.deadline() != null) {
            out.println("until     " + view.deadline());
        }
        view.parked()
                .forEach(parked -> out.println("parked    " + parked.at() + " " + Listing.printable(parked.atom())
                        + ", " + parked.action().wireName() + ": " + Redaction.oneLine(parked.failure())));
        view.operations().stream()
                .filter(operation -> operation.finished() == null)
                .forEach(operation ->
                        out.println("open      " + operation.kind() + " by " + Listing.printable(operation.who())));
        if (!view.operations().isEmpty()) {
            out.println("audit     " + view.operations().size() + ", see windlass flows audit");
        }
        out.println();
        listing.table(ATOMS, view.atoms().stream().map(FlowsShowCommand::row).toList());
        out.println();
        listing.table(
                HISTORY, view.history().stream().map(FlowsShowCommand::row).toList());
    }

    private static String owner(FlowSummary.@Nullable Owner owner) {
        if (owner == null) {
            return "nobody";
        }
        String lease = owner.leaseUntil() == null
                ? "which has left"
                : "whose lease " + FlowsListCommand.lease(owner) + " (until " + owner.leaseUntil() + ")";
        return (owner.name() == null ? "" : owner.name() + " ") + owner.id() + ", " + lease;
    }

    private static List<String> row(FlowView.Atom atom) {
        return List.of(
                atom.name(),
                atom.due() == null ? atom.state() : atom.state() + ", waits until " + atom.due(),
                atom.intention(),
                String.valueOf(atom.round()),
                String.valueOf(atom.attempt()),
                orDash(atom.runs() == null ? atom.worker() : atom.runs()),
                orDash(atom.began()),
                orDash(atom.changed()),
                orDash(atom.deadline() == null ? atom.startBy() : atom.deadline()),
                cause(atom));
    }

    private static String cause(FlowView.Atom atom) {
        FlowView.@Nullable Cause cause = atom.revertFailure() == null ? atom.failure() : atom.revertFailure();
        return cause == null ? "-" : Redaction.oneLine(cause.type() + ": " + cause.message());
    }

    private static List<String> row(FlowView.Change change) {
        return List.of(
                String.valueOf(change.sequence()),
                change.at().toString(),
                orDash(change.atom()),
                change.from(),
                change.to(),
                String.valueOf(change.round()),
                String.valueOf(change.attempt()),
                orDash(change.worker()));
    }
}
