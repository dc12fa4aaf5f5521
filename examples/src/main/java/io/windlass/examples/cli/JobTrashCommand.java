package io.windlass.examples.cli;

import io.windlass.job.Job;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a job aside. */
@Command(
        name = "trash",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a job off the board and puts it aside, whether somebody works on it or not. Its flow, if it has one",
            "under way, is not touched. See job trashed, job repost and job drop."
        })
final class JobTrashCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Parameters(paramLabel = "ID", description = "of the job, as list shows it")
    private UUID id = new UUID(0, 0);

    @Override
    public Integer call() throws InterruptedException {
        JobView view = board.with(jobs -> {
            Job job = BoardOptions.find(jobs, id);
            jobs.operations().trash(job, order.order());
            return jobs.operations().findTrashed(id).map(JobView::of).orElseGet(() -> JobView.of(job));
        });
        listing.say(view, id + " is put aside");
        return 0;
    }
}
