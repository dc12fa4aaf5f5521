package io.windlass.examples.cli;

import io.windlass.engine.By;
import io.windlass.job.Order;
import picocli.CommandLine.Option;

/** Who wants something done to a flow or a job that others work on, and why. */
final class OrderOptions {
    @Option(
            names = {"--who", "--by"},
            defaultValue = "${sys:user.name}",
            description = "who wants it, for the record; default: the user of this process")
    private String who = "";

    @Option(names = "--why", required = true, description = "why it is wanted, for the record; such as a ticket")
    private String why = "";

    /** {@return it, where it is about a job} */
    Order order() {
        return new Order(who, why);
    }

    /** {@return it, where it is about a flow} */
    By by() {
        return new By(who, why);
    }
}
