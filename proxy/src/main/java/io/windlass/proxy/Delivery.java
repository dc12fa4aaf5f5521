package io.windlass.proxy;

import java.util.Map;
import java.util.concurrent.CompletionStage;

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

    /**
     * Puts a copy of the message aside in the dead letters, persistent and confirmed; the delivery is still to be
     * settled.
     *
     * @param reason why, for people; shortened to 1000 characters
     * @param headers to add to those of the message: strings, numbers and booleans
     * @return completes when the broker has the copy; fails with {@link ProxyException} when that cannot be known
     */
    CompletionStage<Void> bury(String reason, Map<String, Object> headers);

    /** Tells the broker to forget the message. */
    void ack();

    /** Gives the message back, to be delivered again, perhaps at once and to this process. */
    void requeue();
}
