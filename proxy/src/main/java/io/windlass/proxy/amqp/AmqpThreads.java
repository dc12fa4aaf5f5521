package io.windlass.proxy.amqp;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One proxy's threads, by what they do. */
final class AmqpThreads {
    private static final Logger log = LoggerFactory.getLogger(AmqpThreads.class);
    private static final int DELIVERY_THREADS = 4;
    private static final int CLOSE_SECONDS = 5;

    private final String name;
    private final ExecutorService deliveries;
    private final Completions completions;
    private final ScheduledExecutorService events;

    AmqpThreads(AmqpSettings settings) {
        name = settings.name();
        AtomicInteger number = new AtomicInteger();
        deliveries = Executors.newFixedThreadPool(
                DELIVERY_THREADS, task -> settings.thread(task, "deliver-" + number.incrementAndGet()));
        completions = new Completions(settings);
        events = Executors.newSingleThreadScheduledExecutor(task -> settings.thread(task, "events"));
    }

    /** Runs handlers. */
    ExecutorService deliveries() {
        return deliveries;
    }

    /** Completes futures, and so runs callers' callbacks. */
    Completions completions() {
        return completions;
    }

    /** Tells states and repairs channels; nothing on it may block for long. */
    ScheduledExecutorService events() {
        return events;
    }

    /** Stops them, the handlers first. */
    void close() {
        boolean interrupted = false;
        for (ExecutorService executor : List.of(deliveries, completions.executor(), events)) {
            executor.shutdown();
            try {
                if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    log.warn("{}: something still runs after {} s; it is interrupted", name, CLOSE_SECONDS);
                    executor.shutdownNow();
                }
            } catch (InterruptedException e) {
                executor.shutdownNow();
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
