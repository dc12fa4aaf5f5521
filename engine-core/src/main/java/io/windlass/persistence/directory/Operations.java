package io.windlass.persistence.directory;

import io.windlass.failure.StorageException;
import java.util.ArrayList;
import java.util.List;

/** What waits for the store's thread, in its order. A full queue blocks who hands in. Thread-safe. */
final class Operations {
    /** So many may wait. */
    static final int MOST = 10_000;

    /** So many changes are one group at the most. */
    private static final int GROUP = 1_000;

    private final List<Operation> waiting = new ArrayList<>();
    private boolean closed;

    /** {@return whether it was taken; not any more once the queue is closed} */
    synchronized boolean put(Operation operation) {
        try {
            while (waiting.size() >= MOST && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while too much was waiting; nothing was recorded", e);
        }
        if (!closed) {
            waiting.add(operation);
            notifyAll();
        }
        return !closed;
    }

    /** Takes a last operation, and none after it. */
    synchronized void close(Operation last) {
        if (!closed) {
            closed = true;
            waiting.add(last);
            notifyAll();
        }
    }

    /** {@return what comes next: one question, or changes that come one after another; empty when all is over} */
    synchronized List<Operation> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        int end = waiting.isEmpty() ? 0 : 1;
        if (end == 1 && waiting.get(0) instanceof Operation.Save) {
            while (end < Math.min(waiting.size(), GROUP) && waiting.get(end) instanceof Operation.Save) {
                end++;
            }
        }
        List<Operation> next = List.copyOf(waiting.subList(0, end));
        waiting.subList(0, end).clear();
        notifyAll();
        return next;
    }
}
