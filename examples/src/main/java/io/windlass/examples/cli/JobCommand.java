package io.windlass.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Posts jobs and looks after them. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Posts jobs on a board, looks at them, and takes them back from whoever works on them.",
        subcommands = {
            JobPostCommand.class,
            JobListCommand.class,
            JobShowCommand.class,
            JobWaitCommand.class,
            JobAbandonCommand.class,
            JobTrashCommand.class,
            JobTrashedCommand.class,
            JobRepostCommand.class,
            JobDropCommand.class
        })
final class JobCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(),
                "job: say what to do, post, list, show, wait, abandon, trash, trashed, repost or drop");
    }
}
