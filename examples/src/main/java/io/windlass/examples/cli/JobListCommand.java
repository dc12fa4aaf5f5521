package io.windlass.examples.cli;

import io.windlass.job.Job;
import io.windlass.job.JobIterator;
import io.windlass.job.Jobboard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists jobs. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the jobs that are on the board, in the order in which they are claimed.")
final class JobListCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(
            names = "--unclaimed",
            fallbackValue = "true",
            defaultValue = "false",
            description = "only those that nobody works on")
    private boolean unclaimed;

    @Option(names = "--limit", defaultValue = "100", description = "how many at most; default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Override
    public Integer call() throws InterruptedException {
        Listing.checkLimit(limit);
        listing.list(JobView.HEADING, board.with(this::found), JobView::row);
        return 0;
    }

    private List<JobView> found(Jobboard jobs) {
        List<JobView> found = new ArrayList<>();
        JobIterator all = jobs.jobs(unclaimed, true);
        while (found.size() < limit && all.hasNext()) {
            Job job = all.next();
            found.add(JobView.of(job));
        }
        return found;
    }
}
