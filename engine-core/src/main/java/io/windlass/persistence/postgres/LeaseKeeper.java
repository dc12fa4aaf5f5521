package io.windlass.persistence.postgres;

import io.windlass.failure.FencedException;
import io.windlass.persistence.FenceSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease every third of it, until it is closed or the process is fenced. While the database is away it
 * cannot know whether the lease was lost, and need not: writes are fenced by the database.
 */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS_PER_LEASE = 3;
    private static final int RETRIES_PER_RENEWAL = 5;

    private final Database database;
    private final OwnerRows owners;
    private final FenceSignal fence;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Duration lease;
    private final StoreEvents events;
    /** When the newest renewal that succeeded was sent: the lease lasts at least so much longer. */
    private volatile long renewedAt = System.nanoTime();
    /** From when on this process may judge others. */
    private volatile long judgesFrom = renewedAt;

    LeaseKeeper(
            String process,
            Database database,
            OwnerRows owners,
            FenceSignal fence,
            Duration lease,
            StoreEvents events) {
        this.database = database;
        this.owners = owners;
        this.fence = fence;
        this.lease = lease;
        this.events = events;
        this.interval = lease.dividedBy(RENEWALS_PER_LEASE);
        this.thread = Threads.daemon("windlass-lease-" + process, this::run);
    }

    /**
     * Begins to renew.
     *
     * @param registeredAt when the registration of this process was sent, in monotonic nanoseconds
     */
    void start(long registeredAt) {
        renewedAt = registeredAt;
        thread.start();
    }

    /** {@return how long ago the lease was renewed, at most} */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - renewedAt);
    }

    /** {@return whether the lease, as this process reckons, is over} */
    boolean isOverdue() {
        return age().compareTo(lease) > 0;
    }

    /**
     * {@return whether this process may judge others by their leases} When the database was away for longer than a lease,
     * all of them have run out: who is alive has a lease's time to renew, or the processes would fence one another.
     */
    boolean mayJudge() {
        return !isOverdue() && System.nanoTime() - judgesFrom >= 0;
    }

    /** {@return whether it goes on renewing, unless it was closed or fenced} */
    boolean isAlive() {
        return thread.isAlive();
    }

    void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(interval.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = interval;
        try {
            while (!fence.isGiven() && !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = renew() ? interval : interval.dividedBy(RETRIES_PER_RENEWAL);
            }
        } catch (InterruptedException e) {
            LOG.debug("The lease keeper was interrupted and ends.", e);
        } catch (FencedException e) {
            LOG.warn("{}.", e.getMessage());
            events.fenced(1);
            fence.give();
        }
    }

    /** {@return whether it was renewed} */
    private boolean renew() {
        long now = System.nanoTime();
        try {
            database.with(handle -> {
                // A connection that hangs must not take the lease with it.
                handle.getConnection().setNetworkTimeout(Runnable::run, (int) interval.toMillis());
                owners.renew(handle);
            });
            if (isOverdue()) {
                judgesFrom = System.nanoTime() + lease.toNanos();
            }
            renewedAt = now;
            return true;
        } catch (FencedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (closed.getCount() > 0) {
                LOG.warn("The lease was not renewed: {}; trying again.", SqlErrors.messageOf(e));
            }
            return false;
        } catch (java.sql.SQLException e) {
            LOG.warn("The lease was not renewed: {}; trying again.", SqlErrors.messageOf(e));
            return false;
        }
    }
}
