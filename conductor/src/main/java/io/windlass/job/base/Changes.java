package io.windlass.job.base;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for a board to change. Who counts first and looks then misses nothing. Thread-safe. */
final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;

    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    void happened() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there was a change since the count was what it is given, or the time is over. */
    void awaitAfter(long seen, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (count == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long one has been patient, on the monotonic clock. */
    static final class Patience {
        private final long start = System.nanoTime();
        private final long nanos;

        Patience(java.time.Duration patience) {
            nanos = TimeUnit.NANOSECONDS.convert(patience);
        }

        long left() {
            return nanos - (System.nanoTime() - start);
        }
    }
}
