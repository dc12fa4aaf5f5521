package io.windlass.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at flows. */
@Command(
        name = "flows",
        mixinStandardHelpOptions = true,
        description = "Looks at the flows in the database; changes nothing.",
        subcommands = {FlowsListCommand.class, FlowsShowCommand.class})
final class FlowsCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "flows: say what to do, list or show");
    }
}
