package io.windlass.proxy.amqp;

import io.windlass.proxy.Delivery;
import io.windlass.proxy.Message;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** One delivery. It is bound to the channel it came through, so that its tag can never mean another's message. */
final class AmqpDelivery implements Delivery {
    private final Feed feed;
    private final long tag;
    private final Message message;
    private final boolean redelivered;
    private final AtomicBoolean settled;

    AmqpDelivery(Feed feed, long tag, Message message, boolean redelivered, AtomicBoolean settled) {
        this.feed = feed;
        this.tag = tag;
        this.message = message;
        this.redelivered = redelivered;
        this.settled = settled;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public boolean redelivered() {
        return redelivered;
    }

    @Override
    public CompletionStage<Void> bury(String reason, Map<String, Object> headers) {
        return feed.bury(message, reason, headers);
    }

    @Override
    public void ack() {
        feed.settle(tag, settled, true);
    }

    @Override
    public void requeue() {
        feed.settle(tag, settled, false);
    }
}
