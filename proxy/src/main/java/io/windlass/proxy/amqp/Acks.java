package io.windlass.proxy.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one channel has delivered and what of it may be acknowledged. While one frame is written more gather, and all up
 * to the oldest delivery that is still open go in one. Thread-safe.
 */
final class Acks {
    private final Channel channel;
    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeSet<Long> ready = new TreeSet<>();
    private boolean asked;

    Acks(Channel channel) {
        this.channel = channel;
    }

    synchronized void delivered(long tag) {
        open.add(tag);
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
        return open.isEmpty() ? (ready.isEmpty() ? null : ready.last()) : ready.lower(open.first());
    }
}
