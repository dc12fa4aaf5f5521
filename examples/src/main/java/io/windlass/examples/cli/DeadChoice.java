package io.windlass.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters: one or all. One of the two has to be said. */
final class DeadChoice {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "of a letter, as list shows it")
    private @Nullable String id;

    @Option(
            names = "--all",
            fallbackValue = "true",
            defaultValue = "false",
            description = "all that are there, instead of one")
    private boolean all;

    /**
     * {@return the one letter's id; null for all}
     *
     * @throws IllegalArgumentException unless exactly one of the two was said
     */
    @Nullable
    String chosen() {
        if ((id == null) != all) {
            throw new IllegalArgumentException("give the ID of one dead letter, or --all");
        }
        return id;
    }
}
