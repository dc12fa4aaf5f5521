package io.windlass.proxy.inprocess;

import io.windlass.failure.InvalidFormatException;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.DeliveryHandler;
import io.windlass.proxy.Message;
import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consumer: takes deliveries from the broker and hands them, one by one, to the handler. */
final class InProcessConsumer implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(InProcessConsumer.class);

    private final InProcessBroker broker;
    private final String queue;
    private final int prefetch;
    private final DeliveryHandler handler;
    private final MessageCodec codec;
    private final String deadLetters;
    private final Executor executor;
    private final Queue<InProcessDelivery> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Guarded by the broker's lock. */
    private final Set<InProcessDelivery> unsettled = new LinkedHashSet<>();

    private Flow flow = Flow.ON;

    /** Whether messages come by themselves. */
    private enum Flow {
        ON,
        PAUSED,
        OFF
    }

    InProcessConsumer(
            InProcessBroker broker, String queue, int prefetch, DeliveryHandler handler, InProcessProxy proxy) {
        if (prefetch < 1) {
            throw new IllegalArgumentException(
                    "the prefetch of queue '" + queue + "' is " + prefetch + "; it must be at least 1");
        }
        this.broker = broker;
        this.queue = queue;
        this.prefetch = prefetch;
        this.handler = handler;
        this.codec = proxy.codec();
        this.deadLetters = proxy.naming().deadLetters();
        this.executor = proxy.deliveries();
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public synchronized void pause() {
        if (flow == Flow.ON) {
            flow = Flow.PAUSED;
            broker.pause(this);
        }
    }

    @Override
    public synchronized void resume() {
        if (flow == Flow.PAUSED) {
            flow = Flow.ON;
            broker.attach(this);
        }
    }

    @Override
    public boolean poll() {
        InProcessDelivery next = next();
        if (next != null) {
            deliver(next);
        }
        return next != null;
    }

    private synchronized @Nullable InProcessDelivery next() {
        return flow == Flow.OFF ? null : broker.poll(this);
    }

    @Override
    public void cancel() {
        stop();
        broker.cancel(this);
    }

    @Override
    public void close() {
        stop();
        broker.drop(this);
    }

    private synchronized void stop() {
        flow = Flow.OFF;
    }

    boolean hasRoom() {
        return unsettled.size() < prefetch;
    }

    void accept(InProcessQueue.Stored stored) {
        mailbox.add(take(stored));
        schedule();
    }

    InProcessDelivery take(InProcessQueue.Stored stored) {
        InProcessDelivery delivery = new InProcessDelivery(this, stored);
        unsettled.add(delivery);
        return delivery;
    }

    boolean holds(InProcessDelivery delivery) {
        return unsettled.contains(delivery);
    }

    boolean forget(InProcessDelivery delivery) {
        return unsettled.remove(delivery);
    }

    List<InProcessQueue.Stored> forgetAll() {
        List<InProcessQueue.Stored> all = new ArrayList<>();
        unsettled.forEach(delivery -> all.add(delivery.stored()));
        unsettled.clear();
        mailbox.clear();
        return all;
    }

    private void schedule() {
        if (busy.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RejectedExecutionException e) {
                log.debug("the proxy is closed; what came for queue {} stays in the queue", queue);
            }
        }
    }

    private void drain() {
        for (InProcessDelivery next = mailbox.poll(); next != null; next = mailbox.poll()) {
            deliver(next);
        }
        busy.set(false);
        if (!mailbox.isEmpty()) {
            schedule();
        }
    }

    private void deliver(InProcessDelivery delivery) {
        try {
            handler.handle(new Received(
                    broker, delivery, codec.decode(delivery.stored().message())));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            bury(delivery, e);
        }
    }

    private void bury(InProcessDelivery delivery, Throwable why) {
        if (why instanceof InvalidFormatException) {
            log.warn("a message of queue {} cannot be read; it goes to {}: {}", queue, deadLetters, why.getMessage());
        } else {
            log.warn("a message of queue {} could not be taken; it goes to {}", queue, deadLetters, why);
        }
        broker.bury(delivery, deadLetters, why);
    }

    private void putAside(InProcessDelivery delivery, String reason, Map<String, Object> headers) {
        broker.bury(deadLetters, delivery.stored().message().asDeadLetter(queue, reason, headers));
    }

    private record Received(InProcessBroker broker, InProcessDelivery delivery, Message message) implements Delivery {
        @Override
        public boolean redelivered() {
            return delivery.stored().redelivered();
        }

        @Override
        public CompletionStage<Void> bury(String reason, Map<String, Object> headers) {
            delivery.consumer().putAside(delivery, reason, headers);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void ack() {
            broker.settle(delivery, false);
        }

        @Override
        public void requeue() {
            broker.settle(delivery, true);
        }
    }
}
