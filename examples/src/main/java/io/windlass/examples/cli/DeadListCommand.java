package io.windlass.examples.cli;

import io.windlass.proxy.amqp.AmqpProxy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists dead letters, the oldest first. It takes them and gives them back: one look at a time.")
final class DeadListCommand implements Callable<Integer> {
    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(names = "--limit", defaultValue = "100", description = "how many at most; default: ${DEFAULT-VALUE}")
    private int limit = 100;

    @Override
    public Integer call() {
        Listing.checkLimit(limit);
        List<DeadView> letters;
        try (AmqpProxy proxy = broker.connect("dead-" + ProcessName.ofThisProcess())) {
            letters = DeadView.of(proxy.deadLetters().list(limit));
        }
        listing.list(DeadView.HEADING, letters, DeadView::row);
        return 0;
    }
}
