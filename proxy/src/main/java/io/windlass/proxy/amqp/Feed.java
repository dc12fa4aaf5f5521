package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.windlass.failure.InvalidFormatException;
import io.windlass.proxy.Message;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One channel of a subscription, from its opening until it is lost or given up; it never comes back. */
final class Feed extends DefaultConsumer {
    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private final AmqpSubscription subscription;
    private final AtomicInteger unsettled = new AtomicInteger();
    private final Acks acks;
    /** Handlers that may take their time, and what else may. */
    private final Executor aside;

    private final boolean quick;
    private volatile boolean ended;
    private volatile boolean silent;
    private volatile boolean drained;
    private volatile boolean retired;
    private volatile boolean consuming;
    private final AtomicInteger starts = new AtomicInteger();
    private volatile String tagAtBroker = "";

    Feed(AmqpSubscription subscription, Channel channel) {
        super(channel);
        this.subscription = subscription;
        this.acks = new Acks(channel);
        this.aside = subscription.aside();
        this.quick = subscription.handler().isQuick();
        channel.addShutdownListener(this::shutDown);
    }

    /** {@return whether it delivers, or still may have something that is not settled} */
    boolean isAlive() {
        return !ended && getChannel().isOpen();
    }

    /** Asks the broker for deliveries. */
    void start(String queue) throws IOException {
        consuming = true;
        // Each delivery carries the tag: it need be unique only on the channel, and the broker's own are long. It is no
        // bare number, since those are what RabbitMQ's quorum queues call who reads by basic.get.
        tagAtBroker = "c" + starts.incrementAndGet();
        getChannel().basicConsume(queue, false, tagAtBroker, this);
    }

    /** Asks the broker for no more until {@link #resume}. */
    void pause() {
        if (consuming && isAlive()) {
            consuming = false;
            cancelAtBroker();
        }
    }

    void resume(String queue) {
        if (isAlive()) {
            try {
                start(queue);
            } catch (IOException | ShutdownSignalException e) {
                // The channel is closed with this, which opens the subscription again.
                log.debug("queue {} cannot be consumed now: {}", queue, AmqpErrors.text(e));
            }
        }
    }

    /** Takes one message by itself; {@return whether there was one} */
    boolean poll(String queue) {
        if (!isAlive()) {
            return false;
        }
        try {
            GetResponse got = getChannel().basicGet(queue, false);
            if (got != null) {
                take(got.getEnvelope(), got.getProps(), got.getBody());
            }
            return got != null;
        } catch (IOException | ShutdownSignalException e) {
            log.debug("queue {} cannot be read now: {}", queue, AmqpErrors.text(e));
            return false;
        }
    }

    /** Closes the channel if the queue is gone. */
    void lookForQueue(String queue) {
        try {
            getChannel().queueDeclarePassive(queue);
        } catch (IOException | ShutdownSignalException e) {
            log.debug("queue {} cannot be looked at now: {}", queue, AmqpErrors.text(e));
        }
    }

    /** {@return whether it should be getting messages and has none} */
    boolean isIdle() {
        return consuming && unsettled.get() == 0;
    }

    /** Called on the thread that reads from the broker. */
    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        if (quick) {
            take(envelope, properties, body);
        } else {
            aside.execute(() -> take(envelope, properties, body));
        }
    }

    private void take(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
        if (ended) {
            return;
        }
        unsettled.incrementAndGet();
        long tag = envelope.getDeliveryTag();
        acks.delivered(tag);
        AtomicBoolean settled = new AtomicBoolean();
        WireMessage wire = WireProperties.read(properties, body);
        try {
            subscription
                    .handler()
                    .handle(new AmqpDelivery(
                            this, tag, subscription.codec().decode(wire), envelope.isRedeliver(), settled));
        } catch (RuntimeException | LinkageError | AssertionError e) {
            aside.execute(() -> putAside(tag, wire, e, settled));
        } catch (Error e) {
            // The message is not to blame; as the client would, but not on the thread that reads from the broker.
            aside.execute(() -> getChannel()
                    .getConnection()
                    .getExceptionHandler()
                    .handleConsumerException(getChannel(), e, this, tagAtBroker, "handleDelivery"));
        }
    }

    private void putAside(long tag, WireMessage wire, Throwable why, AtomicBoolean settled) {
        tell(why);
        if (!settled.get()) {
            subscription.bury(wire.asDeadLetter(subscription.queue(), why), () -> settle(tag, settled, true));
        }
    }

    /** Where it failed is of interest only if it is ours. */
    private void tell(Throwable why) {
        if (why instanceof InvalidFormatException) {
            log.warn(
                    "a message of queue {} cannot be read; it goes to the dead letters: {}",
                    subscription.queue(),
                    why.getMessage());
        } else {
            log.warn(
                    "a message of queue {} could not be taken; it goes to the dead letters", subscription.queue(), why);
        }
    }

    CompletionStage<Void> bury(Message message, String reason, Map<String, Object> headers) {
        return subscription.bury(
                subscription.codec().encode(message).asDeadLetter(subscription.queue(), reason, headers));
    }

    void settle(long tag, AtomicBoolean settled, boolean ack) {
        if (!settled.compareAndSet(false, true)) {
            return;
        }
        try {
            if (ended) {
                log.debug("a delivery of queue {} went back to the broker before it was settled", subscription.queue());
            } else if (!ack) {
                getChannel().basicNack(tag, false, true);
                acks.forget(tag);
                settled(1);
            } else if (acks.add(tag)) {
                subscription.ackSoon(this::writeAcks);
            }
        } catch (IOException | ShutdownSignalException e) {
            log.debug("the connection of queue {} is lost; the broker delivers again", subscription.queue());
        }
    }

    private void settled(int count) {
        unsettled.addAndGet(-count);
        endWhenIdle();
    }

    private void writeAcks() {
        try {
            if (!silent) {
                settled(acks.write());
            }
        } catch (IOException | ShutdownSignalException e) {
            log.debug("the connection of queue {} is lost; the broker delivers again", subscription.queue());
        }
    }

    /** Asks the broker for no more, for good; what is on its way is still handled. */
    void cancel() {
        retired = true;
        if (consuming) {
            cancelAtBroker();
        } else {
            drained = true;
            endWhenIdle();
        }
    }

    private void cancelAtBroker() {
        try {
            getChannel().basicCancel(tagAtBroker);
        } catch (IOException | ShutdownSignalException e) {
            log.debug("queue {} has no consumer any more: {}", subscription.queue(), AmqpErrors.text(e));
        }
    }

    /** Comes after the last delivery. */
    @Override
    public void handleCancelOk(String consumerTag) {
        if (retired) {
            drained = true;
            endWhenIdle();
        }
    }

    /** The queue was deleted, or its node is gone. */
    @Override
    public void handleCancel(String consumerTag) {
        log.warn("the broker cancelled the consumer of queue {}; it is started again", subscription.queue());
        end();
        subscription.reopen();
    }

    private void endWhenIdle() {
        if (drained && unsettled.get() == 0) {
            end();
        }
    }

    /** Gives everything back to the broker. */
    void end() {
        if (!ended) {
            ended = true;
            subscription.closeLater(getChannel());
        }
    }

    /** No ack leaves this process any more, even while the channel is still open. */
    void silence() {
        silent = true;
        ended = true;
    }

    private void shutDown(ShutdownSignalException cause) {
        ended = true;
        if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
            log.warn(
                    "the broker closed the channel of queue {} ({}); it is opened again",
                    subscription.queue(),
                    AmqpErrors.text(cause));
            subscription.reopen();
        }
    }
}
