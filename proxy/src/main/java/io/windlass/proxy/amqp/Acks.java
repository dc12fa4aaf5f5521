package io.windlass.proxy.amqp;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What one channel has delivered and what of it may be acknowledged. While one frame is written more gather, and all up
 * to the oldest delivery that is still open, or not here yet, go in one: what was pushed and what was asked for come by
 * two threads, and may overtake each other. Thread-safe.
 */
final class Acks {
    private final Channel channel;
    /** Later frames cover earlier tags. */
    private final Object writing = new Object();

    private final TreeSet<Long> open = new TreeSet<>();
    /** What came before something that is on its way; and the tag up to which all have come. */
    private final TreeSet<Long> early = new TreeSet<>();

    private long come;
    private List<Long> ready = new ArrayList<>();

    Acks(Channel channel) {
        this.channel = channel;
    }

    synchronized void delivered(long tag) {
        open.add(tag);
        if (tag != come + 1) {
            early.add(tag);
            return;
        }
        come = tag;
        while (!early.isEmpty() && early.remove(come + 1)) {
            come++;
        }
    }

    /** It has gone back to the broker by other means. Until it has, nothing after it may be acknowledged along. */
    synchronized void forget(long tag) {
        open.remove(tag);
    }

    /** Takes one that is settled; {@return whether somebody has to call {@link #write} for it} */
    synchronized boolean add(long tag) {
        open.remove(tag);
        ready.add(tag);
        return ready.size() == 1;
    }

    /** Tells the broker of all that are settled; {@return how many} */
    int write() throws IOException {
        synchronized (writing) {
            return writeInTurn();
        }
    }

    private int writeInTurn() throws IOException {
        List<Long> settled;
        long withoutGap;
        synchronized (this) {
            settled = ready;
            ready = new ArrayList<>();
            withoutGap = open.isEmpty() ? come : Math.min(come, open.first() - 1);
        }
        long upTo = 0;
        for (long tag : settled) {
            upTo = tag <= withoutGap ? Math.max(upTo, tag) : upTo;
        }
        if (upTo > 0) {
            channel.basicAck(upTo, true);
        }
        for (long tag : settled) {
            if (tag > upTo) {
                channel.basicAck(tag, false);
            }
        }
        return settled.size();
    }
}
