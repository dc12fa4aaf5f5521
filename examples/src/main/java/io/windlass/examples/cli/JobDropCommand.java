package io.windlass.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes jobs that were put aside. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Deletes jobs that were put aside, for good. Their flows are not touched.")
final class JobDropCommand implements Callable<Integer> {
    @Mixin
    private BoardOptions board = new BoardOptions();

    @Mixin
    private Listing listing = new Listing();

    @Mixin
    private JobChoice choice = new JobChoice();

    @Option(
            names = "--yes",
            fallbackValue = "true",
            defaultValue = "false",
            description = "nothing is deleted without this")
    private boolean yes;

    @Override
    public Integer call() throws InterruptedException {
        if (!yes) {
            throw new IllegalArgumentException(
                    "nothing was deleted; say --yes to delete " + choice.count() + " job(s) for good");
        }
        return board.with(jobs -> choice.each(id -> jobs.operations().delete(id)))
                .show(listing, "deleted");
    }
}
