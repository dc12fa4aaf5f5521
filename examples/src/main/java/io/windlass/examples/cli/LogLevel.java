package io.windlass.examples.cli;

import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/** How much is logged on standard error, unless {@code WINDLASS_LOG} says it. Chosen before anything is logged. */
final class LogLevel {
    private static final String NAME = "WINDLASS_LOG";

    /** Commands whose log is what people look at; the others speak for themselves. */
    private static final Set<String> TALKING = Set.of("demo", "worker", "engine", "conductor");

    private LogLevel() {}

    static void choose(ParseResult parsed, Map<String, String> environment) {
        if (!environment.containsKey(NAME)) {
            System.setProperty(NAME, level(parsed));
        }
    }

    private static String level(ParseResult parsed) {
        if (Main.of(parsed.commandSpec()).isVerbose()) {
            return "DEBUG";
        }
        boolean talks = parsed.hasSubcommand()
                && TALKING.contains(parsed.subcommand().commandSpec().name());
        return talks ? "INFO" : "WARN";
    }
}
