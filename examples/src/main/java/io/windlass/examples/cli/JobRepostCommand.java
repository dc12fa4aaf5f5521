package io.windlass.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Posts jobs again. */
@Command(
        name = "repost",
        mixinStandardHelpOptions = true,
        description = "Posts jobs that were put aside again, as they were, behind the others of their priority.")
final class JobRepostCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Mixin
    private JobChoice choice = new JobChoice();

    @Override
    public Integer call() throws InterruptedException {
        return board.with(jobs -> choice.each(id -> jobs.operations().repost(id)))
                .show(listing, "posted again");
    }
}
