package io.windlass.examples.cli;

import io.windlass.embedded.EmbeddedException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.StorageException;
import io.windlass.proxy.ProxyException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said when a command fails, and the exit status; never a secret. */
final class Errors {
    /** What was asked for failed. */
    static final int FAILED = 1;

    /** What was asked for was not understood. */
    static final int USAGE = 2;

    /** The broker or the database is not there, or refuses. */
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
        say(command.getErr(), error);
        StringWriter suggestions = new StringWriter();
        if (UnmatchedArgumentException.printSuggestions(error, new PrintWriter(suggestions))) {
            command.getErr().println(Redaction.of(suggestions.toString().strip()));
        }
        command.usage(command.getErr());
        return USAGE;
    }

    static void say(PrintWriter err, Exception error) {
        String message = error.getMessage();
        err.println("windlass: " + Redaction.oneLine(message == null ? error.toString() : message));
        err.flush();
    }

    private static int statusOf(Exception error) {
        if (error instanceof IllegalArgumentException || error instanceof DefinitionException) {
            return USAGE;
        }
        boolean services = error instanceof Unreachable
                || error instanceof ProxyException
                || error instanceof StorageException
                || error instanceof EmbeddedException;
        return services ? SERVICES : FAILED;
    }
}
