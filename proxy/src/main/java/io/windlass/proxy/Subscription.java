package io.windlass.proxy;

/**
 * A consumer that can be stopped. Thread-safe; both ways of stopping may be called more than once and after the
 * proxy was closed.
 */
public interface Subscription extends AutoCloseable {
    /** {@return the whole name of the queue} */
    String queue();

    /**
     * Stops new deliveries. Those handed out, or on their way to the handler, can still be settled; the rest of the
     * consumer goes when the last one is. A control queue goes at once.
     */
    void cancel();

    /** Cancels, and gives back to the broker what is not settled; settling it later does nothing. */
    @Override
    void close();
}
