package io.windlass.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at flows, and does something with them. */
@Command(
        name = "flows",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at the flows in the database, suspends, resumes and cancels them, and gets going again what is stuck.",
            "Whatever changes something is kept with who wanted it and why."
        },
        subcommands = {
            FlowsListCommand.class,
            FlowsShowCommand.class,
            FlowsReportCommand.class,
            FlowsAuditCommand.class,
            FlowsSuspendCommand.class,
            FlowsResumeCommand.class,
            FlowsCancelCommand.class,
            FlowsRetryCommand.class,
            FlowsMarkDoneCommand.class,
            FlowsMarkRevertedCommand.class,
            FlowsSkipCommand.class,
            FlowsGiveUpCommand.class
        })
final class FlowsCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(),
                "flows: say what to do, "
                        + String.join(", ", command.subcommands().keySet()));
    }
}
