package io.windlass.worker;

import io.windlass.atom.BodyListener;
import io.windlass.atom.Progress;
import io.windlass.failure.InvalidFormatException;
import io.windlass.proxy.Address;
import io.windlass.proxy.Event;
import io.windlass.proxy.Proxy;
import io.windlass.value.Value;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what tasks tell of to their engines. Only while the engine is heard of, for nobody would take it out of the
 * queue of a dead one; and only so many at a time, so that heartbeats have room. What cannot go at once is lost.
 */
final class TaskEvents {
    private static final Logger LOG = LoggerFactory.getLogger(TaskEvents.class);

    /** So many events of this worker may be on their way to the broker. */
    private static final int MAX_ON_THEIR_WAY = 200;

    private final String worker;
    private final Proxy proxy;
    private final Owners owners;
    private final AtomicInteger onTheirWay = new AtomicInteger();

    TaskEvents(String worker, Proxy proxy, Owners owners) {
        this.worker = worker;
        this.proxy = proxy;
        this.owners = owners;
    }

    /** {@return what takes what the body of a request tells: progress goes with heartbeats, events by themselves} */
    BodyListener of(Held one) {
        return new BodyListener() {
            @Override
            public void progressed(Progress progress) {
                one.progress(progress);
            }

            @Override
            public void event(String type, Value details) {
                send(one, type, details);
            }
        };
    }

    private void send(Held one, String type, Value details) {
        String queue = owners.current(one.request().replyTo());
        if (!owners.isAlive(queue)) {
            LOG.debug(
                    "{}: event '{}' is dropped, its engine is not heard of",
                    one.request().name(),
                    type);
            return;
        }
        if (onTheirWay.incrementAndGet() > MAX_ON_THEIR_WAY) {
            onTheirWay.decrementAndGet();
            LOG.debug(
                    "{}: event '{}' is dropped, too many are on their way",
                    one.request().name(),
                    type);
            return;
        }
        try {
            Event event = new Event(one.request().name(), one.runId(), worker, type, details);
            // With the replies, not beside them, so that an event does not come after its task's outcome.
            proxy.probe(Address.queue(queue), event).whenComplete((routed, error) -> onTheirWay.decrementAndGet());
        } catch (InvalidFormatException e) {
            onTheirWay.decrementAndGet();
            LOG.warn("{}: event '{}' is dropped: {}", one.request().name(), type, e.getMessage());
        }
    }
}
