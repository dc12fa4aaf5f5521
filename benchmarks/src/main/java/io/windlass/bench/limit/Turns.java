package io.windlass.bench.limit;

/** Lets threads go on in the order in which they took numbers. Thread-safe. */
final class Turns {
    private long taken;
    private long current;

    synchronized long next() {
        return taken++;
    }

    synchronized void await(long turn) throws InterruptedException {
        while (current != turn) {
            wait();
        }
    }

    synchronized void done() {
        current++;
        notifyAll();
    }
}
