package io.windlass.proxy;

/**
 * A consumer that can be stopped. Thread-safe; both ways of stopping may be called more than once and after the
 * proxy was closed.
 */
public interface Subscription extends AutoCloseable {
    /** {@return the whole name of the queue} */
    String queue();

    /**
     * Stops new deliveries until {@link #resume}; those handed out, or on their way to the handler, can still be
     * settled. While disconnected it takes effect with the next connection. Not for a control queue. May block for an
     * answer of the broker. After {@link #cancel} neither has an effect.
     */
    void pause();

    /** Takes new deliveries again. While disconnected it takes effect with the next connection. */
    void resume();

    /**
     * Takes one message that waits in the queue, whatever the prefetch, and hands it to the handler on this thread.
     * For a consumer that is paused.
     *
     * @return whether there was one; false also when disconnected, or no more consuming
     */
    boolean poll();

    /**
     * Stops new deliveries for good. Those handed out, or on their way to the handler, can still be settled; the rest of the
     * consumer goes when the last one is. A control queue goes at once.
     */
    void cancel();

    /** Cancels, and gives back to the broker what is not settled; settling it later does nothing. */
    @Override
    void close();
}
