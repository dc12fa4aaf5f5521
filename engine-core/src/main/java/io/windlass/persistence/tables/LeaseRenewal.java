package io.windlass.persistence.tables;

import io.windlass.failure.FencedException;
import io.windlass.failure.StorageException;
import io.windlass.persistence.Owner;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews one process's lease, on a daemon thread, until it is closed or fenced. */
public final class LeaseRenewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);

    private final Owner owner;
    private final Runnable renew;
    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> schedule;

    /** Renews from now on, at this interval. */
    public LeaseRenewal(Owner owner, Duration every, Runnable renew) {
        this.owner = owner;
        this.renew = renew;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "windlass-lease-" + owner.id());
            thread.setDaemon(true);
            return thread;
        });
        long nanos = Math.max(1, every.toNanos());
        this.schedule = executor.scheduleWithFixedDelay(this::renew, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void renew() {
        try {
            renew.run();
        } catch (FencedException e) {
            LOG.warn("Process {} was fenced: its lease is renewed no more.", owner.id());
            executor.shutdown();
        } catch (StorageException e) {
            LOG.warn("The lease of process {} was not renewed: {}; trying again.", owner.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        schedule.cancel(false);
        executor.shutdownNow();
    }
}
