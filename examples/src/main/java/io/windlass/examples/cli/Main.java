package io.windlass.examples.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code windlass}. */
@Command(
        name = "windlass",
        mixinStandardHelpOptions = true,
        version = "Windlass 0.1.0-SNAPSHOT",
        description = "Runs flows of revertible tasks on remote workers, and brings every flow to an end.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:what was asked for failed",
            "2:not understood",
            "3:the broker, the database or the job board is not there, or refuses"
        },
        footerHeading = "%nSettings:%n",
        footer = {
            "An option that is not given, such as --amqp-url, is taken from the environment, as WINDLASS_AMQP_URL, else"
                    + " from the settings file, as amqp-url=...",
            "The settings file is named by --config or $WINDLASS_CONFIG; else it is windlass.properties in the working"
                    + " folder, if there.",
            "./windlass bench measures; it is a program of its own, see ./windlass bench --help."
        },
        subcommands = {
            DemoCommand.class,
            ExampleCommand.class,
            WorkerCommand.class,
            EngineCommand.class,
            ConductorCommand.class,
            MigrateCommand.class,
            FlowsCommand.class,
            OrphansCommand.class,
            JobCommand.class,
            WorkersCommand.class,
            DeadCommand.class,
            GenerateCompletion.class,
            HelpCommand.class
        })
public final class Main {
    @Option(
            names = "--connect-timeout",
            scope = ScopeType.INHERIT,
            defaultValue = "PT30S",
            description = "how long to try to reach broker and database at the start; default: ${DEFAULT-VALUE}")
    private Duration connectTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            defaultValue = "false",
            description = "log more, and show where errors come from")
    private boolean verbose;

    private Main() {}

    /** {@return the options that all commands have} */
    static Main of(CommandSpec command) {
        return (Main) command.root().userObject();
    }

    /**
     * {@return how long to try to reach services}
     *
     * @throws IllegalArgumentException when less than nothing was asked for
     */
    Duration connectTimeout() {
        if (connectTimeout.isNegative()) {
            throw new IllegalArgumentException("--connect-timeout is " + connectTimeout + "; it cannot be negative");
        }
        return connectTimeout;
    }

    boolean isVerbose() {
        return verbose;
    }

    /** Runs a command; exits with 0 when it did what it was asked, else as {@code windlass --help} says. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), Path.of(""), out, err));
    }

    /** {@return the command with all that it can do} */
    static CommandLine line() {
        return new CommandLine(new Main());
    }

    /** Runs a command in an environment; {@return its exit status} */
    static int run(
            List<String> arguments, Map<String, String> environment, Path folder, PrintWriter out, PrintWriter err) {
        CommandLine line = line().setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, Durations::parse)
                .setExecutionStrategy(parsed -> {
                    LogLevel.choose(parsed, environment);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExecutionExceptionHandler(Errors::failed)
                .setParameterExceptionHandler(Errors::notUnderstood);
        line.getCommandSpec().addOption(Settings.option());
        try {
            line.setDefaultValueProvider(Settings.read(line, arguments, environment, folder));
        } catch (IllegalArgumentException e) {
            Errors.say(err, e);
            return Errors.USAGE;
        }
        return line.execute(arguments.toArray(String[]::new));
    }
}
