package io.windlass.proxy.amqp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent, and the session to send it over. One thread takes from it; any may add, or send by itself while
 * next to nothing else is under way. Transient messages are accepted only while they could go at once, and go first.
 */
final class Backlog {
    private static final int BATCH = 64;
    private static final int MAX_TRANSIENT = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final Deque<Outgoing> transients = new ArrayDeque<>();
    private @Nullable PublishSession session;
    private boolean blocked;
    private boolean closing;
    private boolean stopped;
    /** Somebody sends over the session; and whether that is who takes. */
    private boolean sending;

    private boolean took;

    private final Runnable wake = this::wake;

    /** {@return the session if nothing waits and next to nothing is unconfirmed, for the caller until {@link #release}} */
    @Nullable
    PublishSession claim() {
        lock.lock();
        try {
            PublishSession now = session;
            boolean free = now != null && !sending && !blocked && !closing && nothingWaits() && now.isQuiet();
            sending |= free;
            return free ? now : null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends what {@link #claim} began. */
    void release() {
        lock.lock();
        try {
            sending = false;
            if (!nothingWaits()) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean nothingWaits() {
        return waiting.isEmpty() && transients.isEmpty();
    }

    /**
     * {@return whether it was accepted: not once closing} Who has more at hand wakes the taker when it is through, so that
     * all of it goes in one write.
     */
    boolean add(Outgoing out) {
        lock.lock();
        try {
            if (!closing) {
                waiting.addLast(out);
                if (!AtTheEnd.putOff(wake)) {
                    changed.signalAll();
                }
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether it was accepted: only when connected, not blocked, and not too many wait} */
    boolean addTransient(Outgoing out) {
        lock.lock();
        try {
            boolean accepted = session != null && !blocked && !closing && transients.size() < MAX_TRANSIENT;
            if (accepted) {
                transients.addLast(out);
                changed.signalAll();
            }
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    /** Puts messages before all others, in their order; {@return false at the end, when nobody takes them} */
    boolean putBack(List<Outgoing> messages) {
        lock.lock();
        try {
            if (!stopped) {
                for (int i = messages.size() - 1; i >= 0; i--) {
                    waiting.addFirst(messages.get(i));
                }
                changed.signalAll();
            }
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something can be sent, and takes some; null at the end. What it took before has been sent. */
    @Nullable
    PublishSession take(List<Outgoing> batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            sending &= !took;
            took = false;
            while (!stopped && (sending || session == null || blocked || nothingWaits())) {
                changed.await();
            }
            took = true;
            sending = true;
            move(transients, batch);
            move(waiting, batch);
            return stopped ? null : session;
        } finally {
            lock.unlock();
        }
    }

    private static void move(Deque<Outgoing> from, List<Outgoing> to) {
        for (int i = 0; i < BATCH && !from.isEmpty(); i++) {
            to.add(from.removeFirst());
        }
    }

    void connected(PublishSession made) {
        lock.lock();
        try {
            session = made;
            blocked = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a session; {@return the transient messages that would have gone over it} */
    List<Outgoing> disconnected(PublishSession lost) {
        lock.lock();
        try {
            List<Outgoing> dropped = new ArrayList<>();
            if (session == lost) {
                session = null;
                dropped.addAll(transients);
                transients.clear();
            }
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    void blocked(boolean now) {
        lock.lock();
        try {
            blocked = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Accepts nothing new; what is there still goes. */
    void close() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the taking; {@return what was not sent} */
    List<Outgoing> stop() {
        lock.lock();
        try {
            stopped = true;
            List<Outgoing> rest = new ArrayList<>(waiting);
            rest.addAll(transients);
            waiting.clear();
            transients.clear();
            changed.signalAll();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
