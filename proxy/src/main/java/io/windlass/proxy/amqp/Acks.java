package io.windlass.proxy.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one channel has delivered and what of it may be acknowledged. While one frame is written more gather, and all up
 * to the oldest delivery that is still open, or not here yet, go in one: what was pushed and what was asked for come by
 * two threads, and may overtake each other. Thread-safe.
 */
final class Acks {
    private final Channel channel;
    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeSet<Long> ready = new TreeSet<>();
    /** What came before something that is on its way; and the tag up to which all have come. */
    private final TreeSet<Long> early = new TreeSet<>();

    private long come;
    private boolean asked;

    Acks(Channel channel) {
        this.channel = channel;
    }

    synchronized void delivered(long tag) {
        open.add(tag);
        early.add(tag);
        while (early.remove(come + 1)) {
            come++;
        }
    }

    /** Goes back to the broker by other means. */
    synchronized void forget(long tag) {
        open.remove(tag);
    }

    /** Takes one that is settled; {@return whether somebody has to call {@link #write} for it} */
    synchronized boolean add(long tag) {
        open.remove(tag);
        ready.add(tag);
        boolean first = !asked;
        asked = true;
        return first;
    }

    /** Tells the broker of all that are settled. */
    void write() throws IOException {
        Long upTo;
        List<Long> beyond;
        synchronized (this) {
            asked = false;
            upTo = settledWithoutGap();
            beyond = new ArrayList<>(upTo == null ? ready : ready.tailSet(upTo, false));
            ready.clear();
        }
        if (upTo != null) {
            channel.basicAck(upTo, true);
        }
        for (long tag : beyond) {
            channel.basicAck(tag, false);
        }
    }

    private @Nullable Long settledWithoutGap() {
        return ready.floor(open.isEmpty() ? come : Math.min(come, open.first() - 1));
    }
}
