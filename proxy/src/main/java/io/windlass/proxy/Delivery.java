package io.windlass.proxy;

/**
 * A message in this process's hands, until it is settled by either method. Thread-safe. Only the first settlement
 * counts; one that comes after the connection was lost does nothing, because the broker has the message again.
 * Neither throws.
 */
public interface Delivery {
    /** {@return the message} */
    Message message();

    /** {@return whether the broker handed it out before, so that somebody may have begun it} */
    boolean redelivered();

    /** Tells the broker to forget the message. */
    void ack();

    /** Gives the message back, to be delivered again, perhaps at once and to this process. */
    void requeue();
}
