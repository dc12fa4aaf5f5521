package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.persistence.postgres.FlowSummary;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists flows. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists flows, the newest first.")
final class FlowsListCommand implements Callable<Integer> {
    private static final List<String> HEADING = List.of("ID", "NAME", "STATE", "CREATED", "MODIFIED", "OWNER", "LEASE");

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(
            names = "--state",
            split = ",",
            description = "only those in these states, separated by commas: ${COMPLETION-CANDIDATES}")
    private List<FlowState> states = List.of();

    @Option(names = "--limit", defaultValue = "20", description = "how many at most; default: ${DEFAULT-VALUE}")
    private int limit = 20;

    @Override
    public Integer call() {
        Listing.checkLimit(limit);
        listing.list(HEADING, database.catalogue().list(states, limit), FlowsListCommand::row);
        return 0;
    }

    private static List<String> row(FlowSummary flow) {
        FlowSummary.@Nullable Owner owner = flow.owner();
        return List.of(
                flow.id().toString(),
                flow.name(),
                flow.state().name(),
                flow.created().toString(),
                flow.modified().toString(),
                owner == null ? "-" : orDash(owner.name() == null ? owner.id() : owner.name()),
                lease(owner));
    }

    /** {@return what is to be said of an owner's lease} */
    static String lease(FlowSummary.@Nullable Owner owner) {
        if (owner == null) {
            return "-";
        }
        if (owner.leaseUntil() == null) {
            return "gone";
        }
        return owner.leaseHolds() ? "holds" : "ran out";
    }
}
