package io.windlass.bench.limit;

import java.io.IOException;

/** Up to which number everything that was published is confirmed. Thread-safe. */
final class Confirms {
    /** More than are ever unconfirmed; a power of two. */
    private static final int RING = 1 << 16;

    /** Those that were confirmed before an earlier one. */
    private final boolean[] ahead = new boolean[RING];

    private long complete;
    private boolean refused;

    synchronized void confirmed(long number, boolean multiple) {
        while (multiple && complete < number) {
            step();
        }
        if (!multiple) {
            ahead[place(number)] = true;
        }
        while (ahead[place(complete + 1)]) {
            step();
        }
        notifyAll();
    }

    private void step() {
        complete++;
        ahead[place(complete)] = false;
    }

    private static int place(long number) {
        return (int) number & (RING - 1);
    }

    synchronized void refused(long number, boolean multiple) {
        refused = true;
        notifyAll();
    }

    /** Waits until more than that is confirmed; {@return up to which number} */
    synchronized long after(long known) throws IOException, InterruptedException {
        while (complete <= known && !refused) {
            wait();
        }
        if (refused) {
            throw new IOException("the broker refused to store a message");
        }
        return complete;
    }
}
