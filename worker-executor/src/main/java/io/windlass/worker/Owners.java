package io.windlass.worker;

import io.windlass.proxy.Address;
import io.windlass.proxy.Beacon;
import io.windlass.proxy.Moved;
import io.windlass.proxy.Request;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What a worker knows of the engines: which of them are alive, and where replies to a dead one go. Thread-safe.
 *
 * <p>A first delivery may start without asking only while its engine is known to be alive. Once an engine is dead, a
 * successor may have issued the same request again, so every copy has to ask; so has one of an older epoch. After a long pause of
 * this process, or of what it hears, no engine is known to be alive. Beacons and deliveries that were held up meanwhile
 * come together then, and others may have started those requests: so a beacon vouches only for what comes a heartbeat
 * later than the first one after a gap.
 */
final class Owners {
    private static final long NO_EPOCH = -1;
    /** In the time that a beacon is valid for. */
    private static final int HEARTBEATS = 3;

    /** More engines than there can be: who sends so many names makes them up. */
    static final int MAX_ENGINES = 1_000;

    private static final Duration LONGEST_VALID = Duration.ofHours(1);

    private final Map<String, Alive> alive = new ConcurrentHashMap<>();
    private final Map<String, String> movedTo = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_ENGINES;
        }
    });
    private final LongSupplier nanoTime;

    /** Beacons of that epoch were heard without a gap since some time before {@code from}. */
    private record Alive(long epoch, long from, long until) {}

    Owners(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void heard(Beacon beacon) {
        long now = nanoTime.getAsLong();
        alive.values().removeIf(other -> other.until() - now < 0);
        if (alive.size() >= MAX_ENGINES && !alive.containsKey(beacon.replyQueue())) {
            return;
        }
        long valid = nanos(beacon.validFor());
        Alive before = alive.get(beacon.replyQueue());
        long from = before == null ? now + valid / HEARTBEATS : before.from();
        Alive fresh = new Alive(beacon.epoch(), from, now + valid);
        // One of an older epoch was held up on its way, and vouches for what may have been issued again since.
        alive.merge(beacon.replyQueue(), fresh, (heard, late) -> heard.epoch() > late.epoch() ? heard : late);
    }

    private static long nanos(Duration validFor) {
        return (validFor.compareTo(LONGEST_VALID) < 0 ? validFor : LONGEST_VALID).toNanos();
    }

    void heard(Moved moved) {
        Address unused = Address.queue(moved.toReplyQueue()); // refused here if nothing can be sent to it
        movedTo.put(moved.fromReplyQueue(), moved.toReplyQueue());
        alive.remove(moved.fromReplyQueue());
    }

    /** An engine answered a question, and so is alive for a while; it says nothing of its epoch, and vouches for nothing. */
    void answered(String replyQueue, Duration validFor) {
        long now = nanoTime.getAsLong();
        long valid = validFor.toNanos();
        Alive unheard = new Alive(NO_EPOCH, now + valid / HEARTBEATS, now + valid);
        alive.merge(replyQueue, unheard, (heard, fresh) -> heard.until() - now > 0 ? heard : fresh);
    }

    /**
     * {@return whether the request's engine is alive and knows of no other copy}
     *
     * @param receivedAt when the request came here, in monotonic nanoseconds
     */
    boolean vouchesFor(Request request, long receivedAt) {
        Alive engine = alive.get(request.replyTo());
        return engine != null
                && engine.epoch() == request.epoch()
                && receivedAt - engine.from() >= 0
                && engine.until() - nanoTime.getAsLong() > 0;
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
