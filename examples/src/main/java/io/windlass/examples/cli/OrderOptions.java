package io.windlass.examples.cli;

import io.windlass.job.Order;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does something to a job that is not theirs, and why. */
final class OrderOptions {
    @Option(names = "--why", required = true, description = "the reason, for those who look later")
    private String why = "";

    @Option(names = "--by", description = "who does it; default: the user's name")
    private @Nullable String by;

    Order order() {
        return new Order(by == null ? System.getProperty("user.name", "operator") : by, why);
    }
}
