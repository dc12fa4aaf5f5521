package io.windlass.bench.limit;

/** Gathers what comes while its taker is at work on what came before. Thread-safe, for one taker at a time. */
final class Inbox {
    private Messages filling = new Messages();

    synchronized void add(long value, long deliveryTag) {
        filling.add(value, deliveryTag);
        if (filling.size() == 1) {
            notifyAll();
        }
    }

    /** Waits until there is something; {@return all of it} in exchange for room for more */
    synchronized Messages take(Messages empty) throws InterruptedException {
        while (filling.size() == 0) {
            wait();
        }
        Messages full = filling;
        empty.clear();
        filling = empty;
        return full;
    }
}
