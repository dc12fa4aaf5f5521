package io.windlass.examples.cli;

import static io.windlass.examples.cli.Listing.orDash;

import io.windlass.proxy.amqp.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dead letter as JSON shows it; the names stay. */
record DeadView(
        String id,
        @Nullable Instant at,
        @Nullable String queue,
        @Nullable String reason,
        @Nullable String type,
        @Nullable String request,
        int bytes) {
    static final List<String> HEADING = List.of("ID", "AGE", "TYPE", "REQUEST", "QUEUE", "REASON");

    private static final int MAX_REASON = 120;

    static DeadView of(DeadLetter letter) {
        return new DeadView(
                letter.id(),
                letter.at(),
                letter.queue(),
                letter.reason(),
                letter.type(),
                letter.request(),
                letter.bytes());
    }

    static List<DeadView> of(List<DeadLetter> letters) {
        return letters.stream().map(DeadView::of).toList();
    }

    /** {@return what is shown of it in columns} */
    List<String> row() {
        return List.of(
                id,
                age(),
                Listing.printable(orDash(type)),
                Listing.printable(orDash(request)),
                Listing.printable(orDash(queue)),
                shortened(Listing.printable(Redaction.oneLine(orDash(reason)))));
    }

    String age() {
        return at == null
                ? "-"
                : Duration.ofSeconds(
                                Math.max(0, Duration.between(at, Instant.now()).toSeconds()))
                        .toString();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }
}
