package io.windlass.examples.cli;

import io.windlass.persistence.OrphanState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists orphans. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists orphans, the newest first.")
final class OrphansListCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(
            names = "--state",
            split = ",",
            description = "only those in these states, separated by commas: ${COMPLETION-CANDIDATES}")
    private List<OrphanState> states = List.of();

    @Option(names = "--limit", defaultValue = "20", description = "how many at most; default: ${DEFAULT-VALUE}")
    private int limit = 20;

    @Override
    public Integer call() {
        Listing.checkLimit(limit);
        List<OrphanView> orphans = database.catalogue().orphans(states, limit).stream()
                .map(OrphanView::of)
                .toList();
        listing.list(OrphanView.HEADING, orphans, OrphanView::row);
        return 0;
    }
}
