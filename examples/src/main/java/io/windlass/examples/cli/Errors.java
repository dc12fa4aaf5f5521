package io.windlass.examples.cli;

import io.windlass.embedded.EmbeddedException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.StorageException;
import io.windlass.job.JobException;
import io.windlass.proxy.ProxyException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said when a command fails, and the exit status; never a secret. */
final class Errors {
    /** What was asked for failed. */
    static final int FAILED = 1;

    /** What was asked for was not understood. */
    static final int USAGE = 2;

    /** The broker, the database or the job board is not there, or refuses. */
    static final int SERVICES = 3;

    private Errors() {}

    /** A command threw: one line, and where it came from if that is asked for. */
    static int failed(Exception error, CommandLine command, ParseResult parsed) {
        say(command.getErr(), error);
        if (Main.of(command.getCommandSpec()).isVerbose()) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            command.getErr().print(Redaction.of(trace.toString()));
            command.getErr().flush();
        }
        return statusOf(error);
    }

    /** What was written makes no sense: one line, and how to write it. */
    static int notUnderstood(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        say(command.getErr(), error.getMessage() + remedy(error));
        StringWriter suggestions = new StringWriter();
        if (UnmatchedArgumentException.printSuggestions(error, new PrintWriter(suggestions))) {
            command.getErr().println(Redaction.of(suggestions.toString().strip()));
        }
        command.usage(command.getErr());
        return USAGE;
    }

    /** {@return where else an option that is missing may be given} */
    private static String remedy(ParameterException error) {
        if (!(error instanceof MissingParameterException missing)) {
            return "";
        }
        List<String> variables = missing.getMissing().stream()
                .map(Settings::key)
                .filter(Objects::nonNull)
                .map(key -> "$" + Settings.variable(key))
                .toList();
        return variables.isEmpty() ? "" : " (or set " + String.join(", ", variables) + ")";
    }

    static void say(PrintWriter err, Exception error) {
        String message = error.getMessage();
        say(err, message == null ? error.toString() : message);
    }

    private static void say(PrintWriter err, String message) {
        err.println("windlass: " + Redaction.oneLine(message));
        err.flush();
    }

    private static int statusOf(Exception error) {
        if (error instanceof IllegalArgumentException || error instanceof DefinitionException) {
            return USAGE;
        }
        boolean services = error instanceof Unreachable
                || error instanceof ProxyException
                || error instanceof StorageException
                || error instanceof JobException
                || error instanceof EmbeddedException;
        return services ? SERVICES : FAILED;
    }
}
