package io.windlass.conductor;

import io.windlass.atom.Tasks;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Flows whose first task waits at a door until the test lets it through. */
final class Doors {
    final AtomicInteger entered = new AtomicInteger();
    final AtomicInteger after = new AtomicInteger();
    private final Semaphore arrivals = new Semaphore(0);
    private final CountDownLatch open = new CountDownLatch(1);

    Flow flow(String name) {
        return LinearFlow.named(name)
                .add(
                        Tasks.of("door", () -> {
                            entered.incrementAndGet();
                            arrivals.release();
                            return open.await(60, TimeUnit.SECONDS);
                        }),
                        Tasks.of("after", after::incrementAndGet));
    }

    /** Waits until so many more tasks are at the door. */
    void awaitEntered(int tasks) throws InterruptedException {
        if (!arrivals.tryAcquire(tasks, 60, TimeUnit.SECONDS)) {
            throw new AssertionError(entered + " tasks came to the door, not " + tasks + " more");
        }
    }

    void open() {
        open.countDown();
    }
}
