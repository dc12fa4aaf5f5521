package io.windlass.examples.cli;

import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.proxy.amqp.DeadLetter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes dead letters. */
@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Deletes dead letters for good. A flow that waits for one waits on.")
final class DeadDropCommand implements Callable<Integer> {
    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private Listing listing = new Listing();

    @Mixin
    private DeadChoice choice = new DeadChoice();

    @Option(
            names = "--yes",
            fallbackValue = "true",
            defaultValue = "false",
            description = "nothing is deleted without this")
    private boolean yes;

    @Override
    public Integer call() {
        @Nullable String id = choice.chosen();
        if (!yes) {
            throw new IllegalArgumentException("nothing was deleted; say --yes to delete "
                    + (id == null ? "all dead letters" : "dead letter " + id) + " for good");
        }
        List<DeadLetter> dropped;
        try (AmqpProxy proxy = broker.connect("dead-" + ProcessName.ofThisProcess())) {
            dropped = id == null
                    ? proxy.deadLetters().dropAll()
                    : List.of(proxy.deadLetters().drop(id));
        }
        listing.say(DeadView.of(dropped), dropped.size() + " deleted");
        return 0;
    }
}
