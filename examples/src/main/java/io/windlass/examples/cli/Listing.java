package io.windlass.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.windlass.value.Values;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command shows what it found: columns for people, or JSON. */
final class Listing {
    private static final String GAP = "  ";
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", fallbackValue = "true", defaultValue = "false", description = "as JSON, for programs")
    private boolean json;

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** Writes what Jackson makes of it. */
    void json(Object what) {
        try {
            out().println(Values.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(what));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was found cannot be written as JSON", e);
        }
        out().flush();
    }

    /** Writes one thing that was found, as JSON or as it is written for people. */
    <T> void show(T what, Consumer<T> people) {
        if (json) {
            json(what);
        } else {
            people.accept(what);
            out().flush();
        }
    }

    /** Says what was done: as JSON, or in a line for people. */
    void say(Object what, String line) {
        show(what, done -> out().println(line));
    }

    /** Writes all that was found, as JSON or one row each. */
    <T> void list(List<String> heading, List<T> found, Function<T, List<String>> row) {
        if (json) {
            json(found);
        } else {
            table(heading, found.stream().map(row).toList());
        }
    }

    /** Refuses a limit by which nothing could be listed. */
    static void checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit is " + limit + "; it must be at least 1");
        }
    }

    /** Writes rows under a heading, each column as wide as it needs. */
    void table(List<String> heading, List<List<String>> rows) {
        int[] widths = new int[heading.size()];
        widen(widths, heading);
        rows.forEach(row -> widen(widths, row));
        out().println(line(widths, heading));
        rows.forEach(row -> out().println(line(widths, row)));
        out().flush();
    }

    private static void widen(int[] widths, List<String> row) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
        }
    }

    private static String line(int[] widths, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /** {@return the text without characters that a terminal would obey} What a broker holds may come from anywhere. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /** {@return a dash for what is not there} */
    static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
