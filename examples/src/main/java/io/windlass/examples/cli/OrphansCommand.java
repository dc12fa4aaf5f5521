package io.windlass.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at orphans. */
@Command(
        name = "orphans",
        mixinStandardHelpOptions = true,
        description = "Looks at orphans, successes of runs that are not the recorded ones; changes nothing.",
        subcommands = {OrphansListCommand.class, OrphansShowCommand.class})
final class OrphansCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "orphans: say what to do, list or show");
    }
}
