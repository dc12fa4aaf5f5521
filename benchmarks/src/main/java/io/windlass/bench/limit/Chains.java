package io.windlass.bench.limit;

import io.windlass.bench.child.Load;
import io.windlass.bench.child.Timing;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The chains of one round: each lane has one under way, and begins the next when that has ended. The tasks of a fan-out
 * are chains of one. One thread at a time, but for {@link #task}.
 */
final class Chains {
    private final int steps;
    private final long most;
    private final long nanos;
    private final boolean fan;
    private final Timing timing = new Timing();
    private final AtomicLongArray numbers;
    private final long[] begun;
    private final CountDownLatch lanes;
    private long next;

    Chains(Load load) {
        fan = load.shape() == Load.Shape.FAN;
        steps = fan ? 1 : load.tasks();
        most = fan ? load.tasks() : load.flows();
        nanos = load.millis() == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(load.millis());
        int width = (int) Math.min(load.inFlight(), most);
        numbers = new AtomicLongArray(width);
        begun = new long[width];
        lanes = new CountDownLatch(width);
    }

    /** The first messages, one for each lane. */
    Messages first() {
        Messages messages = new Messages();
        for (int lane = 0; lane < numbers.length(); lane++) {
            begin(lane, messages);
        }
        return messages;
    }

    private void begin(int lane, Messages messages) {
        numbers.set(lane, next++);
        begun[lane] = System.nanoTime();
        messages.add(Tag.of(lane, 1), 0);
    }

    /** What the row of a task is known by. */
    long task(long tag) {
        return numbers.get(Tag.lane(tag)) * Byte.MAX_VALUE + Tag.step(tag);
    }

    /** Goes on with a lane whose row is stored: the next request, if any, is added to the messages. */
    void goOn(long tag, Messages messages) {
        int lane = Tag.lane(tag);
        int step = Tag.step(tag);
        if (step < steps) {
            messages.add(Tag.of(lane, step + 1), 0);
            return;
        }
        if (!fan) {
            timing.flowEnded(begun[lane]);
        }
        if (next < most && timing.elapsed() < nanos) {
            begin(lane, messages);
        } else {
            lanes.countDown();
        }
    }

    /** Waits for the end of all; {@return the round's figures} */
    Map<String, Double> await(Load load) throws InterruptedException {
        lanes.await();
        if (fan) {
            timing.flowEnded(timing.began());
        }
        return timing.figures(load.tasks());
    }
}
