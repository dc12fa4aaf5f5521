package io.windlass.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that run bodies, and how full they are. What comes when all are taken waits here. Thread-safe.
 *
 * <p>When much comes at once one thread is woken, which wakes the next before it begins: so a thread that is through with a
 * short body may go on with what would have cost another one's waking. The one that slept last is woken first.
 */
final class Slots {
    private final int count;
    /** What is queued or in a slot. */
    private final AtomicInteger taken = new AtomicInteger();
    /** When a slot was last taken while there were others, or came free. */
    private volatile long movedAt = System.nanoTime();

    private volatile Runnable freed = () -> {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    /** Of each thread that sleeps, what wakes it. */
    private final Deque<Condition> asleep = new ArrayDeque<>();
    /** A thread was woken or made, and has not looked yet. */
    private boolean waking;

    private boolean closing;
    private boolean interrupting;
    private int made;

    Slots(int count) {
        this.count = count;
    }

    /** Tells somebody each time when a slot has come free; it must not block. */
    void onFreed(Runnable listener) {
        freed = listener;
    }

    int count() {
        return count;
    }

    /** Has it run in the next slot that is free. */
    void queue(Runnable body) throws RejectedExecutionException {
        lock.lock();
        try {
            if (closing) {
                throw new RejectedExecutionException("the slots are closed");
            }
            if (taken.incrementAndGet() <= count) {
                movedAt = System.nanoTime();
            }
            waiting.add(body);
            wakeOne();
        } finally {
            lock.unlock();
        }
    }

    /** If something waits that nobody is on the way to. */
    private void wakeOne() {
        if (waking || waiting.isEmpty()) {
            return;
        }
        Condition sleeper = asleep.poll();
        if (sleeper != null) {
            waking = true;
            sleeper.signal();
        } else if (threads.size() < count) {
            Thread thread = new Thread(this::run, "windlass-slot-" + ++made);
            thread.start();
            threads.add(thread);
            waking = true;
        }
    }

    private void run() {
        lock.lock();
        Condition sleep = lock.newCondition();
        try {
            waking = false;
            for (Runnable body = next(sleep); body != null; body = next(sleep)) {
                if (!interrupting) {
                    boolean unused = Thread.interrupted(); // what was meant for another body
                }
                lock.unlock();
                try {
                    call(body);
                } finally {
                    lock.lock();
                }
            }
        } finally {
            threads.remove(Thread.currentThread());
            ended.signalAll();
            lock.unlock();
        }
    }

    /** Waits for something to run; null at the end. */
    private @Nullable Runnable next(Condition sleep) {
        while (true) {
            Runnable body = waiting.poll();
            if (body != null || closing) {
                wakeOne();
                return body;
            }
            asleep.push(sleep);
            while (asleep.contains(sleep)) {
                sleep.awaitUninterruptibly();
            }
            waking = false;
        }
    }

    private void call(Runnable body) {
        try {
            body.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } finally {
            free();
        }
    }

    private void free() {
        movedAt = System.nanoTime();
        taken.decrementAndGet();
        freed.run();
    }

    /** {@return whether one more would start at once} */
    boolean isFree() {
        return taken.get() < count;
    }

    /** {@return whether at most half of them are taken} */
    boolean isHalfFree() {
        return 2 * taken.get() <= count;
    }

    /** {@return whether all are taken, and none came free for so long} */
    boolean isStuck(Duration time) {
        return !isFree() && System.nanoTime() - movedAt >= time.toNanos();
    }

    /** Takes nothing new; what waits is still called, to find out that it is over. */
    void shutdown() {
        lock.lock();
        try {
            closing = true;
            while (!asleep.isEmpty()) {
                asleep.pop().signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all have ended; {@return whether they have} */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (!threads.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return threads.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what still runs, and forgets what waits. */
    void interrupt() {
        lock.lock();
        try {
            interrupting = true;
            waiting.clear();
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }
}
