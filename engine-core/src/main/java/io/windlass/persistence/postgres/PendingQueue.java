package io.windlass.persistence.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Changes in the order in which they were handed in, so many and no more, for one thread that takes them. Thread-safe. */
final class PendingQueue {
    private static final int MAX_PENDING = 10_000;
    private static final long MAX_PENDING_BYTES = 64L * 1024 * 1024;
    private static final int MAX_BATCH_ROWS = 5_000;
    private static final long MAX_BATCH_BYTES = 8L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean closed;

    /**
     * Waits until there is room, then adds.
     *
     * @return whether it was added; not when the queue is closed
     */
    boolean put(Pending pending) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && isFull(pending)) {
                emptied.await();
            }
            if (!closed) {
                boolean first = waiting.isEmpty();
                waiting.add(pending);
                waitingBytes += pending.bytes();
                if (first) {
                    filled.signal();
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(Pending next) {
        // One that is larger than all the room there is gets in when it is alone.
        return waiting.size() >= MAX_PENDING || (waitingBytes > 0 && waitingBytes + next.bytes() > MAX_PENDING_BYTES);
    }

    /** {@return the next batch as soon as there is anything; empty when the queue is closed and drained} */
    List<Pending> take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && waiting.isEmpty()) {
                filled.await();
            }
            return drain(MAX_BATCH_ROWS, MAX_BATCH_BYTES);
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more. {@return what was not taken out yet} */
    List<Pending> closeAndDrain() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            return drain(Long.MAX_VALUE, Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> drain(long maxRows, long maxBytes) {
        List<Pending> drained = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        while (!waiting.isEmpty()) {
            Pending next = waiting.element();
            rows += next.rows();
            bytes += next.bytes();
            if (!drained.isEmpty() && (rows > maxRows || bytes > maxBytes)) {
                break;
            }
            drained.add(waiting.remove());
            waitingBytes -= next.bytes();
        }
        emptied.signalAll();
        return drained;
    }
}
