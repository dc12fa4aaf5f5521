package io.windlass.proxy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One process's way to the broker: publishes and consumes typed messages and declares the queues they go through.
 * Thread-safe. An implementation reconnects by itself, declares again what was declared through it, resumes its
 * consumers and repeats what was not confirmed; callers see that only as {@link ProxyState}. Queue names are whole
 * names, as {@link #declareRequestQueue}, {@link #declareReplyQueue} and {@link Subscription#queue()} return them.
 */
public interface Proxy extends AutoCloseable {
    /**
     * Publishes a persistent message, confirmed and mandatory. While as many messages as the proxy's window are
     * queued or unconfirmed, the call blocks, whether or not the broker is there. A refusal by the broker and a
     * lost connection are repeated, a request then marked reissued, until it is confirmed or the proxy closes.
     *
     * @return completes when the broker has it, on a thread for that purpose (in-process: before this returns);
     *     fails, not wrapped, with {@link UnroutableException} when no queue takes it, {@link ProxyClosedException}, or
     *     {@link io.windlass.failure.InvalidFormatException} when it is too large or cannot be written
     */
    CompletionStage<Void> publish(Address address, Message message);

    /**
     * Publishes as {@link #publish}, unless that would block.
     *
     * @return as {@link #publish}; empty when the call would block: nothing is published then
     */
    Optional<CompletionStage<Void>> tryPublish(Address address, Message message);

    /**
     * Publishes a transient message that may be lost: not confirmed, not mandatory, dropped while disconnected or
     * when too many wait. Never blocks.
     *
     * @throws io.windlass.failure.InvalidFormatException when it is too large or cannot be written
     */
    void announce(Address address, Message message);

    /**
     * Does something on this thread that settles deliveries and publishes, and has all of that go to the broker together
     * at its end, or before it has to wait for room: acknowledgements on this thread where that cannot block, else on
     * another one, soon. What is done should not take long.
     */
    default void together(Runnable work) {
        work.run();
    }

    /**
     * Publishes a transient message and tells whether a queue took it, for instance a worker's control queue, which
     * goes with the worker's session. Never blocks, never repeated.
     *
     * @return true when routed, false when returned; fails with {@link ProxyException} when there is no connection
     *     or it is lost before that is known
     */
    CompletionStage<Boolean> probe(Address address, Message message);

    /**
     * Declares the durable queue of a request queue and binds it to the requests exchange. A queue that exists with
     * other arguments is used as it is, with one warning; without the permission to declare it must exist.
     *
     * @return the queue's whole name
     * @throws ProxyException when it can be neither declared nor used, or the broker is away for too long
     */
    String declareRequestQueue(RequestQueue queue);

    /**
     * Declares a durable, not exclusive queue for replies, on the same terms as a request queue.
     *
     * @param name unique for the process that reads it, for instance its owner id
     * @return the queue's whole name, the reply address of requests
     * @throws ProxyException when it can be neither declared nor used, or the broker is away for too long
     */
    String declareReplyQueue(String name);

    /**
     * Consumes an existing queue, with manual acknowledgement, until cancelled. A message that cannot be read and
     * one whose handler throws are moved to the dead letters with a log line; neither stops the consumer.
     *
     * @param prefetch how many unsettled deliveries to hold at most, at least 1
     * @throws ProxyException when the queue does not exist or the broker is away for too long
     */
    Subscription consume(String queue, int prefetch, DeliveryHandler handler);

    /**
     * Declares this process's control queue, exclusive and deleted with its session, binds it to the topics and
     * consumes it. After a reconnect it is declared again, empty.
     *
     * @param name unique for the process
     * @param topics patterns of {@link Address#control} topics, with {@code *} and {@code #}; none is fine
     * @throws ProxyException when another process has a queue of that name, or the broker is away for too long
     */
    Subscription consumeControl(String name, List<String> topics, DeliveryHandler handler);

    /**
     * Deletes a queue that has neither messages nor consumers; else, or when there is none, does nothing. On a
     * quorum queue the check and the deletion are two steps: only for queues that nobody publishes to any more.
     *
     * @throws ProxyException when the broker is away for too long or refuses
     */
    void deleteIfEmptyAndUnused(String queue);

    /**
     * {@return how many messages wait in a durable queue, empty when there is no such queue} Brokers may count those
     * too that consumers have not settled yet. For a control queue use {@link #probe}. Blocks for an answer.
     *
     * @throws ProxyException when the broker is away for too long or refuses
     */
    OptionalLong depth(String queue);

    /**
     * {@return whether a durable queue exists} For a control queue use {@link #probe}.
     *
     * @throws ProxyException when the broker is away for too long or refuses
     */
    default boolean queueExists(String queue) {
        return depth(queue).isPresent();
    }

    /** {@return the state now} */
    ProxyState state();

    /** Tells the listener each later change of state, in order; it must not block. Its errors are logged. */
    void onStateChange(Consumer<ProxyState> listener);

    /** {@return how exchanges and queues are named here} */
    Naming naming();

    /** {@return the broker's product, version, profile and host, for people; no password} */
    String describe();

    /**
     * Stops consuming at once and for good, without acknowledging: the broker redelivers what this process holds.
     * Later acks are ignored. For a process that lost its lease; publishing still works until {@link #close}.
     */
    void abandon();

    /**
     * Stops consuming, waits for unconfirmed publishes for some seconds, fails the others and disconnects. Unsettled
     * deliveries are redelivered to others. Not to be called from a handler or a listener. Idempotent.
     */
    @Override
    void close();
}
