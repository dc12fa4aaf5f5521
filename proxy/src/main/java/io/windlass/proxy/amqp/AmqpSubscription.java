package io.windlass.proxy.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.windlass.proxy.DeliveryHandler;
import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A consumer across reconnects: at any time at most one {@link Feed}. */
final class AmqpSubscription implements Subscription {
    private final Consumers consumers;
    private final String queue;
    private final int prefetch;
    private final DeliveryHandler handler;
    private final Topology.Step<?> prepare;
    /** Whether the queue is this process's alone, and goes with it. */
    private final boolean exclusive;

    private @Nullable Feed feed;
    private boolean cancelled;
    private boolean paused;

    AmqpSubscription(
            Consumers consumers,
            String queue,
            int prefetch,
            DeliveryHandler handler,
            Topology.Step<?> prepare,
            boolean exclusive) {
        if (prefetch < 1) {
            throw new IllegalArgumentException(
                    "the prefetch of queue '" + queue + "' is " + prefetch + "; it must be at least 1");
        }
        this.consumers = consumers;
        this.queue = queue;
        this.prefetch = prefetch;
        this.handler = handler;
        this.prepare = prepare;
        this.exclusive = exclusive;
    }

    /** Starts consuming over the connection, unless it does so already. */
    synchronized void open(Connection connection) throws IOException {
        if (cancelled || (feed != null && feed.isAlive())) {
            return;
        }
        Channel channel = connection
                .openChannel()
                .orElseThrow(() -> new IOException("the broker allows no more channels; raise its channel limit"));
        Feed made = new Feed(this, channel);
        try {
            channel.basicQos(prefetch);
            prepare.on(channel);
            if (!paused) {
                made.start(queue);
            }
            feed = made;
        } catch (IOException | RuntimeException e) {
            made.silence();
            Topology.closeQuietly(channel);
            throw e;
        }
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public synchronized void pause() {
        if (!paused && !cancelled) {
            paused = true;
            if (feed != null) {
                feed.pause();
            }
        }
    }

    @Override
    public synchronized void resume() {
        if (paused && !cancelled) {
            paused = false;
            if (feed != null) {
                feed.resume(queue);
            }
        }
    }

    @Override
    public boolean poll() {
        Feed now = current();
        return now != null && now.poll(queue);
    }

    /**
     * For a broker that does not tell a consumer when its queue is deleted. Who has nothing asks for a message: if the
     * queue is gone that closes the channel, and it is declared and consumed again; if there is one, another process has
     * declared the queue again, and its messages are asked for anew. Nobody else can declare an exclusive queue; and to
     * ask it for a message would end it, as if that had been its last consumer.
     */
    void lookAfter() {
        Feed idle = current();
        if (idle == null || !idle.isIdle()) {
            return;
        }
        if (exclusive) {
            idle.lookForQueue(queue);
        } else if (idle.poll(queue)) {
            consumeAnew(idle);
        }
    }

    private synchronized void consumeAnew(Feed idle) {
        if (!paused && !cancelled && feed == idle) {
            idle.pause();
            idle.resume(queue);
        }
    }

    private synchronized @Nullable Feed current() {
        return cancelled ? null : feed;
    }

    @Override
    public void cancel() {
        Feed last = retire();
        if (last != null) {
            last.cancel();
        }
    }

    @Override
    public void close() {
        Feed last = retire();
        if (last != null) {
            last.end();
        }
    }

    /** Stops without a word to the broker, whose session ends next. */
    void silence() {
        Feed last = retire();
        if (last != null) {
            last.silence();
        }
    }

    private @Nullable Feed retire() {
        consumers.remove(this);
        synchronized (this) {
            cancelled = true;
            return feed;
        }
    }

    /** {@return how many deliveries may be out that the broker has no acknowledgement of} */
    int prefetch() {
        return prefetch;
    }

    DeliveryHandler handler() {
        return handler;
    }

    MessageCodec codec() {
        return consumers.codec();
    }

    void bury(WireMessage message, Runnable buried) {
        consumers.bury(queue, message, buried);
    }

    CompletionStage<Void> bury(WireMessage message) {
        return consumers.bury(message);
    }

    /** Its channel is lost, or its consumer; it is made again. */
    void reopen() {
        consumers.resume(this);
    }

    /** {@return what runs things in their order on a thread that may block} */
    Executor aside() {
        return consumers.aside();
    }

    void ackSoon(Runnable task) {
        consumers.ackSoon(task);
    }

    void closeLater(Channel channel) {
        consumers.closeLater(channel);
    }
}
