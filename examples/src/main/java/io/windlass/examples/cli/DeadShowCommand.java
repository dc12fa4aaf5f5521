package io.windlass.examples.cli;

import io.windlass.failure.NotFoundException;
import io.windlass.proxy.WireMessage;
import io.windlass.proxy.amqp.AmqpProxy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one dead letter. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a dead letter: its properties, its headers, and its body with all values that are in it.")
final class DeadShowCommand implements Callable<Integer> {
    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(
            names = "--max-bytes",
            defaultValue = "65536",
            description = "how much of the body, from 0; default: ${DEFAULT-VALUE}")
    private int maxBytes = 65_536;

    @Parameters(paramLabel = "ID", description = "of the letter, as list shows it")
    private String id = "";

    /** A letter as JSON shows it; the names stay. A body that is cut ends anywhere. */
    record View(
            @Nullable String type,
            @Nullable String replyTo,
            @Nullable String correlationId,
            Map<String, Object> headers,
            String body,
            int bytes,
            boolean cut) {}

    @Override
    public Integer call() {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("--max-bytes is " + maxBytes + "; it cannot be negative");
        }
        View view;
        try (AmqpProxy proxy = broker.connect("dead-" + ProcessName.ofThisProcess())) {
            view = view(proxy.deadLetters()
                    .read(id)
                    .orElseThrow(() -> new NotFoundException("there is no dead letter " + id
                            + "; see windlass dead list, and whether somebody else looks just now")));
        }
        listing.show(view, this::show);
        return 0;
    }

    private View view(WireMessage message) {
        byte[] body = message.body();
        int shown = Math.min(body.length, maxBytes);
        return new View(
                message.type(),
                message.replyTo(),
                message.correlationId(),
                new TreeMap<>(message.headers()),
                new String(body, 0, shown, StandardCharsets.UTF_8),
                body.length,
                shown < body.length);
    }

    private void show(View view) {
        PrintWriter out = listing.out();
        line(out, "type", view.type());
        line(out, "reply to", view.replyTo());
        line(out, "correlation id", view.correlationId());
        view.headers().forEach((name, value) -> line(out, name, value));
        line(out, "body", view.bytes() + " bytes" + (view.cut() ? ", of which the first " + maxBytes : ""));
        out.println();
        out.println(Listing.printable(view.body()));
    }

    private static void line(PrintWriter out, String name, @Nullable Object value) {
        out.printf("%-18s %s%n", Listing.printable(name), Listing.printable(Listing.orDash(value)));
    }
}
