package io.windlass.examples.cli;

import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.proxy.amqp.DeadLetters;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends dead letters again. */
@Command(
        name = "requeue",
        mixinStandardHelpOptions = true,
        description = {
            "Sends dead letters to the queues where they were. Workers ask a request's engine before they start it: one",
            "whose task has ended meanwhile, as that of a request that was started too often has, is dropped."
        })
final class DeadRequeueCommand implements Callable<Integer> {
    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private Listing listing = new Listing();

    @Mixin
    private DeadChoice choice = new DeadChoice();

    /** What became of it as JSON; the names stay. */
    record View(List<DeadView> requeued, List<Stuck> stuck) {
        record Stuck(DeadView letter, String why) {}
    }

    @Override
    public Integer call() {
        @Nullable String id = choice.chosen();
        DeadLetters.Requeued result;
        try (AmqpProxy proxy = broker.connect("dead-" + ProcessName.ofThisProcess())) {
            result = id == null
                    ? proxy.deadLetters().requeueAll()
                    : proxy.deadLetters().requeue(id);
        }
        List<View.Stuck> stuck = result.stuck().stream()
                .map(one -> new View.Stuck(DeadView.of(one.letter()), one.why()))
                .toList();
        if (listing.isJson()) {
            listing.json(new View(DeadView.of(result.moved()), stuck));
        } else {
            listing.out().println(result.moved().size() + " sent again, " + stuck.size() + " left");
            stuck.forEach(one -> listing.out()
                    .println(one.letter().id() + " is left: " + Listing.printable(Redaction.oneLine(one.why()))));
            listing.out().flush();
        }
        return stuck.isEmpty() ? 0 : Errors.FAILED;
    }
}
