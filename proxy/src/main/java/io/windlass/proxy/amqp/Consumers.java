package io.windlass.proxy.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All subscriptions of one proxy: starts them on each new connection, and alone when only their channel is lost. */
final class Consumers {
    private static final Logger log = LoggerFactory.getLogger(Consumers.class);
    private static final long FIRST_MILLIS = 100;
    private static final long LAST_MILLIS = 5_000;
    private static final int MAX_DOUBLINGS = 10;
    private static final int CLOSE_SECONDS = 10;
    /** A frame that acknowledges. */
    private static final int ACK_BYTES = 21;
    /** What goes into the buffers of a connection's two sockets while the broker reads nothing. */
    private static final int ROOM = 64 * 1024;

    private final Set<AmqpSubscription> all = ConcurrentHashMap.newKeySet();
    private final Topology topology;
    private final MessageCodec codec;
    private final AmqpThreads threads;
    private final Supplier<@Nullable Connection> connection;
    private final Burial burial;
    private final boolean plain;
    /** How many deliveries all of them may have that the broker has no acknowledgement of. */
    private final AtomicLong prefetched = new AtomicLong();

    /** Moves a message to the dead letters. */
    interface Burial {
        CompletionStage<Void> bury(WireMessage message);
    }

    Consumers(
            Topology topology,
            MessageCodec codec,
            AmqpThreads threads,
            Supplier<@Nullable Connection> connection,
            Burial burial,
            boolean plain) {
        this.topology = topology;
        this.codec = codec;
        this.threads = threads;
        this.connection = connection;
        this.burial = burial;
        this.plain = plain;
    }

    void add(AmqpSubscription subscription) {
        if (all.add(subscription)) {
            prefetched.addAndGet(subscription.prefetch());
        }
    }

    void remove(AmqpSubscription subscription) {
        if (all.remove(subscription)) {
            prefetched.addAndGet(-subscription.prefetch());
        }
    }

    /** Starts all of them on a new connection. One that the broker refuses is tried again by itself. */
    void openAll(Connection on) throws IOException {
        for (AmqpSubscription subscription : all) {
            try {
                subscription.open(on);
            } catch (IOException | ShutdownSignalException e) {
                if (!on.isOpen()) {
                    throw e;
                }
                retry(subscription, e, 1);
            }
        }
    }

    void resume(AmqpSubscription subscription) {
        later(() -> reopen(subscription, 1), FIRST_MILLIS);
    }

    private void reopen(AmqpSubscription subscription, int attempt) {
        Connection now = connection.get();
        if (now == null || !all.contains(subscription)) {
            // The next connection opens all of them.
            return;
        }
        try {
            topology.restore(now, subscription.queue());
            subscription.open(now);
        } catch (IOException | ShutdownSignalException e) {
            if (now.isOpen()) {
                retry(subscription, e, attempt + 1);
            }
        }
    }

    private void retry(AmqpSubscription subscription, Exception why, int attempt) {
        long delay = Math.min(LAST_MILLIS, FIRST_MILLIS << Math.min(attempt, MAX_DOUBLINGS));
        log.warn(
                "cannot consume queue {} ({}); trying again in {} ms",
                subscription.queue(),
                AmqpErrors.text(why),
                delay);
        later(() -> reopen(subscription, attempt), delay);
    }

    private void later(Runnable task, long millis) {
        try {
            var unused = threads.events().schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("closed; nothing is opened again");
        }
    }

    Executor aside() {
        return new InTurn(threads.deliveries());
    }

    /**
     * Writes acks before long. Whoever can put that off does it itself, if it cannot have to wait for the broker: one
     * that does not read delivers no more either, so there are never more acks on the way than deliveries may be out.
     */
    void ackSoon(Runnable task) {
        boolean neverWaits = plain && prefetched.get() * ACK_BYTES <= ROOM;
        if (neverWaits && AtTheEnd.putOff(task)) {
            return;
        }
        if (!threads.completions().afterCallbacks(task)) {
            later(task, 0);
        }
    }

    void closeLater(Channel channel) {
        later(() -> Topology.closeQuietly(channel), 0);
    }

    /** Finds consumers whose queue was deleted; for brokers that do not tell. */
    void lookAfterAll() {
        all.forEach(AmqpSubscription::lookAfter);
    }

    /** Waits until what was closed before is closed at the broker too. */
    void awaitClosed() {
        CompletableFuture<Void> before = new CompletableFuture<>();
        later(() -> before.complete(null), 0);
        try {
            before.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("some consumers are still being closed", e);
        }
    }

    /** Moves a message away; what comes of it is the caller's to deal with. */
    CompletionStage<Void> bury(WireMessage message) {
        try {
            return burial.bury(message);
        } catch (ProxyException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Moves a message away and then acks it; when that cannot be, the reason is logged and it is acked too. */
    void bury(String queue, WireMessage message, Runnable buried) {
        try {
            burial.bury(message).whenComplete((done, error) -> {
                if (error == null) {
                    buried.run();
                } else if (!(error instanceof ProxyClosedException)) {
                    log.error("a message of queue {} is dropped: it cannot be moved away", queue, error);
                    buried.run();
                }
            });
        } catch (ProxyClosedException e) {
            log.debug("closed; the message stays in queue {}", queue);
        } catch (ProxyException e) {
            log.error("a message of queue {} is dropped: it cannot be moved away", queue, e);
            buried.run();
        }
    }

    MessageCodec codec() {
        return codec;
    }

    /** From here on nothing is acknowledged. */
    void silenceAll() {
        all.forEach(AmqpSubscription::silence);
    }
}
