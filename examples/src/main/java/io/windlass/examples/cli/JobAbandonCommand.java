package io.windlass.examples.cli;

import io.windlass.job.Job;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a claim away. */
@Command(
        name = "abandon",
        mixinStandardHelpOptions = true,
        description = {
            "Takes the claim on a job from whoever has it, so that others may claim it. Whoever worked on it goes on with",
            "its flow, and is told only when it ends the job; nobody else gets the flow before."
        })
final class JobAbandonCommand implements Callable<Integer> {
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
            jobs.operations().release(job, order.order());
            return JobView.of(job);
        });
        listing.say(view, id + " may be claimed by others");
        return 0;
    }
}
