package io.windlass.examples.cli;

import io.windlass.job.TrashedJob;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what was put aside. */
@Command(
        name = "trashed",
        mixinStandardHelpOptions = true,
        description = "Lists the jobs that were put aside, the newest first; job show has their details.")
final class JobTrashedCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(names = "--limit", defaultValue = "100", description = "how many at most; default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Override
    public Integer call() throws InterruptedException {
        Listing.checkLimit(limit);
        List<TrashedJob> found = board.with(jobs -> jobs.operations().trashed(limit));
        listing.list(
                JobView.TRASHED_HEADING,
                found.stream().map(JobView::of).toList(),
                view -> JobView.row(view, Objects.requireNonNull(view.trashed())));
        return 0;
    }
}
