package io.windlass.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code windlass}. */
@Command(
        name = "windlass",
        mixinStandardHelpOptions = true,
        version = "Windlass 0.1.0-SNAPSHOT",
        description = "Runs flows of revertible tasks on remote workers, and brings every flow to an end.",
        subcommands = {DemoCommand.class, WorkerCommand.class, EngineCommand.class, BenchCommand.class})
public final class Main {
    private Main() {}

    /** Runs a command; exits with 0 when it did what it was asked, 1 when it failed, 2 when it was not understood. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
