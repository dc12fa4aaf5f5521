package io.windlass.worker;

import io.windlass.proxy.Beacon;
import io.windlass.proxy.Moved;
import io.windlass.proxy.Request;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a worker knows of the engines: which of them are alive, and where replies to a dead one go. Thread-safe.
 *
 * <p>A first delivery may start without asking only while its engine is known to be alive. Once an engine is dead, a
 * successor may have issued the same request again, so every copy has to ask; so has one of an older epoch; and after a long pause of this process
 * no engine is known to be alive.
 */
final class Owners {
    private static final long NO_EPOCH = -1;

    private final Map<String, Alive> alive = new ConcurrentHashMap<>();
    private final Map<String, String> movedTo = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    private record Alive(long epoch, long until) {}

    Owners(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void heard(Beacon beacon) {
        long now = nanoTime.getAsLong();
        alive.values().removeIf(other -> other.until() - now < 0);
        alive.put(
                beacon.replyQueue(),
                new Alive(beacon.epoch(), now + beacon.validFor().toNanos()));
    }

    void heard(Moved moved) {
        movedTo.put(moved.fromReplyQueue(), moved.toReplyQueue());
        alive.remove(moved.fromReplyQueue());
    }

    /** An engine answered a question, and so is alive for a while; it says nothing of its epoch, and vouches for nothing. */
    void answered(String replyQueue, Duration validFor) {
        long now = nanoTime.getAsLong();
        Alive unheard = new Alive(NO_EPOCH, now + validFor.toNanos());
        alive.merge(replyQueue, unheard, (heard, fresh) -> heard.until() - now > 0 ? heard : fresh);
    }

    /** {@return whether the request's engine is alive and knows of no other copy} */
    boolean vouchesFor(Request request) {
        Alive engine = alive.get(request.replyTo());
        return engine != null && engine.epoch() == request.epoch() && engine.until() - nanoTime.getAsLong() > 0;
    }

    /** {@return whether the engine that reads the queue is known to be alive, of whatever epoch} */
    boolean isAlive(String replyQueue) {
        Alive engine = alive.get(replyQueue);
        return engine != null && engine.until() - nanoTime.getAsLong() > 0;
    }

    /** {@return where a reply to that queue is to go now} */
    String current(String replyQueue) {
        String queue = replyQueue;
        for (int hops = 0; hops <= movedTo.size(); hops++) {
            String next = movedTo.get(queue);
            if (next == null) {
                return queue;
            }
            queue = next;
        }
        return queue;
    }
}
