package io.windlass.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the dead letters. */
@Command(
        name = "dead",
        mixinStandardHelpOptions = true,
        description = "Looks at the dead letters, messages that were put aside; sends them again or deletes them.",
        subcommands = {DeadListCommand.class, DeadShowCommand.class, DeadRequeueCommand.class, DeadDropCommand.class})
final class DeadCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "dead: say what to do, list, show, requeue or drop");
    }
}
