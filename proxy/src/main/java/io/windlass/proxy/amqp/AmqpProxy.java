package io.windlass.proxy.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.windlass.proxy.Address;
import io.windlass.proxy.DeliveryHandler;
import io.windlass.proxy.Message;
import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Route;
import io.windlass.proxy.StateListeners;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy over AMQP 0-9-1, with one connection to publish and one to consume. Made by {@link #builder}.
 * Thread-safe. Futures complete on one thread of their own, where a callback may block but delays the next ones;
 * handlers run on four threads, {@link DeliveryHandler#quick quick} ones on the one that reads from the broker; state
 * listeners on one, together with the repair of channels.
 */
public final class AmqpProxy implements Proxy {
    private static final int CONTROL_PREFETCH = 100;

    /** So long a consumer may be without its queue where the broker does not tell. */
    private static final Duration LOOK_AT_QUEUES = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(AmqpProxy.class);
    private static final int LOOKS = 10;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final AmqpSettings settings;
    private final MessageCodec codec;
    private final AmqpThreads threads;
    private final StateListeners states;
    private final Topology topology;
    private final Publisher publisher;
    private final Consumers consumers;
    private final Endpoints endpoints;
    private final Link publishing;
    private final Link consuming;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean abandoned;
    private volatile boolean blocked;
    private volatile BrokerProfile profile = BrokerProfile.of(Map.of());

    private AmqpProxy(AmqpSettings settings, List<String> urls, @Nullable SSLContext ssl) {
        this.settings = settings;
        codec = new MessageCodec(settings.maxMessageBytes());
        threads = new AmqpThreads(settings);
        endpoints = new Endpoints(urls, ssl, settings);
        states = new StateListeners(ProxyState.DISCONNECTED, threads.events());
        topology = new Topology(settings.naming());
        publisher = new Publisher(settings, threads.completions(), threads.events());
        publishing = new Link(endpoints, settings, "publish", new PublishingSide());
        consuming = new Link(endpoints, settings, "consume", new ConsumingSide());
        consumers = new Consumers(topology, codec, threads, consuming::current, this::bury, endpoints.arePlain());
        ScheduledFuture<?> unused = threads.events()
                .scheduleWithFixedDelay(
                        this::lookAfterConsumers,
                        LOOK_AT_QUEUES.toNanos(),
                        LOOK_AT_QUEUES.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void lookAfterConsumers() {
        try {
            if (!profile.tellsOfDeletedQueues()) {
                consumers.lookAfterAll();
            }
        } catch (RuntimeException | Error e) {
            log.warn("cannot look at the queues that are consumed; tries again in {}", LOOK_AT_QUEUES, e);
        }
    }

    /**
     * Begins with the broker's address.
     *
     * @param urls at least one like {@code amqp://user:password@host:5672/vhost}, or {@code amqps}; the first that
     *     answers is used
     */
    public static AmqpProxyBuilder builder(String... urls) {
        return new AmqpProxyBuilder(List.of(urls));
    }

    static AmqpProxy connect(AmqpSettings settings, List<String> urls, @Nullable SSLContext ssl) {
        AmqpProxy proxy = new AmqpProxy(settings, urls, ssl);
        try {
            proxy.publishing.start();
            proxy.consuming.start();
            return proxy;
        } catch (RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<Void> publish(Address address, Message message) {
        try {
            return publisher.publish(address.route(naming()), codec.encode(message));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<CompletionStage<Void>> tryPublish(Address address, Message message) {
        if (!publisher.reserve()) {
            return Optional.empty();
        }
        try {
            return Optional.of(publisher.publishReserved(address.route(naming()), codec.encode(message)));
        } catch (RuntimeException e) {
            publisher.giveBack();
            return Optional.of(CompletableFuture.failedFuture(e));
        }
    }

    @Override
    public void announce(Address address, Message message) {
        publisher.announce(address.route(naming()), codec.encode(message));
    }

    @Override
    public void together(Runnable work) {
        AtTheEnd.during(work);
    }

    @Override
    public CompletionStage<Boolean> probe(Address address, Message message) {
        try {
            return publisher.probe(address.route(naming()), codec.encode(message));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public String declareRequestQueue(RequestQueue queue) {
        return declare(naming().requestQueue(queue), queue.routingKey());
    }

    @Override
    public String declareReplyQueue(String name) {
        return declare(naming().replyQueue(name), null);
    }

    private String declare(String queue, @Nullable String key) {
        return consuming.call("declare queue '" + queue + "'", connection -> {
            topology.declare(connection, new QueueSpec(queue, profile.workQueue(settings.quorum()), key));
            return queue;
        });
    }

    @Override
    public Subscription consume(String queue, int prefetch, DeliveryHandler handler) {
        naming().checkConsumable(queue);
        return start(new AmqpSubscription(consumers, queue, prefetch, handler, channel -> queue, false));
    }

    @Override
    public Subscription consumeControl(String name, List<String> topics, DeliveryHandler handler) {
        String queue = naming().controlQueue(name);
        List<String> patterns = List.copyOf(topics);
        Topology.Step<?> declare = channel -> {
            AMQP.Queue.DeclareOk declared = channel.queueDeclare(queue, false, true, true, Map.of());
            for (String pattern : patterns) {
                channel.queueBind(queue, naming().controlExchange(), pattern);
            }
            return declared;
        };
        return start(new AmqpSubscription(consumers, queue, CONTROL_PREFETCH, handler, declare, true));
    }

    private Subscription start(AmqpSubscription subscription) {
        consumers.add(subscription);
        try {
            return consuming.call("consume queue '" + subscription.queue() + "'", connection -> {
                subscription.open(connection);
                return subscription;
            });
        } catch (ProxyException e) {
            subscription.close();
            throw e;
        }
    }

    @Override
    public void deleteIfEmptyAndUnused(String queue) {
        consumers.awaitClosed();
        boolean deleted = consuming.call("delete queue '" + queue + "'", connection -> delete(connection, queue));
        if (deleted) {
            topology.forget(queue);
        }
    }

    private boolean delete(Connection connection, String queue) throws IOException {
        try {
            return Topology.with(connection, channel -> {
                boolean atOnce = profile.deletesConditionally(settings.quorum());
                if (!atOnce && !isEmptyAndUnused(channel, queue)) {
                    return false;
                }
                return channel.queueDelete(queue, atOnce, atOnce) != null;
            });
        } catch (IOException e) {
            return switch (AmqpErrors.code(e)) {
                case AmqpErrors.NOT_FOUND -> true;
                case AmqpErrors.PRECONDITION_FAILED -> false;
                default -> throw e;
            };
        }
    }

    /**
     * Deletes queues, whatever is in them, and the exchanges and dead letters of this proxy's prefix; what is not there
     * is passed over. For tests, demos and operators who give a prefix up.
     *
     * @param queues whole names
     * @throws ProxyException when the broker is away for too long or refuses
     */
    public void deleteAll(Collection<String> queues) {
        List<String> all = new ArrayList<>(queues);
        all.add(naming().deadLetters());
        consuming.call("delete the queues and exchanges of prefix " + naming().prefix(), connection -> {
            topology.deleteAll(connection, all);
            return all;
        });
    }

    /** A quorum queue's counts lag a little behind: what has just become free is looked at again for a moment. */
    private static boolean isEmptyAndUnused(Channel channel, String queue) throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            AMQP.Queue.DeclareOk found = channel.queueDeclarePassive(queue);
            if (found.getMessageCount() == 0 && found.getConsumerCount() == 0) {
                return true;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return false;
    }

    @Override
    public OptionalLong depth(String queue) {
        return consuming.call("look at queue '" + queue + "'", connection -> {
            try {
                return OptionalLong.of(Topology.with(connection, channel -> channel.queueDeclarePassive(queue))
                        .getMessageCount());
            } catch (IOException | ShutdownSignalException e) {
                return switch (AmqpErrors.code(e)) {
                    case AmqpErrors.NOT_FOUND -> OptionalLong.empty();
                    case AmqpErrors.RESOURCE_LOCKED -> OptionalLong.of(0);
                    default -> throw e;
                };
            }
        });
    }

    private CompletionStage<Void> bury(WireMessage message) {
        String queue = naming().deadLetters();
        consuming.call("declare queue '" + queue + "'", connection -> {
            topology.declare(connection, new QueueSpec(queue, profile.deadLetterQueue(), null));
            return queue;
        });
        return publisher.publish(new Route("", queue), message);
    }

    /** {@return what was put aside under this prefix, to be looked at, sent again or deleted} */
    public DeadLetters deadLetters() {
        return new DeadLetters(naming().deadLetters(), consuming, publisher);
    }

    @Override
    public ProxyState state() {
        return states.state();
    }

    @Override
    public void onStateChange(Consumer<ProxyState> listener) {
        states.add(listener);
    }

    @Override
    public Naming naming() {
        return settings.naming();
    }

    @Override
    public String describe() {
        return profile + " at " + endpoints.describe() + ", prefix " + naming().prefix();
    }

    @Override
    public void abandon() {
        abandoned = true;
        consumers.silenceAll();
        consuming.close();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        consumers.silenceAll();
        consuming.close();
        publisher.close(AmqpSettings.CLOSE_TIMEOUT);
        publishing.close();
        states.set(ProxyState.CLOSED);
        threads.close();
    }

    private synchronized void refresh() {
        if (closed.get()) {
            return;
        }
        if (!publishing.isUp() || !(consuming.isUp() || abandoned)) {
            states.set(ProxyState.DISCONNECTED);
        } else {
            states.set(blocked ? ProxyState.BLOCKED : ProxyState.CONNECTED);
        }
    }

    private void setBlocked(boolean now) {
        blocked = now;
        publisher.blocked(now);
        refresh();
    }

    private final class PublishingSide implements Link.Owner {
        @Override
        public void connected(Connection connection) throws IOException {
            profile = BrokerProfile.of(connection.getServerProperties());
            blocked = false;
            connection.addBlockedListener(reason -> setBlocked(true), () -> setBlocked(false));
            topology.declareExchanges(connection);
            publisher.connected(connection);
        }

        @Override
        public void changed() {
            if (publishing.isUp()) {
                consuming.hurry();
            }
            refresh();
        }
    }

    private final class ConsumingSide implements Link.Owner {
        @Override
        public void connected(Connection connection) throws IOException {
            topology.declareExchanges(connection);
            for (QueueSpec spec : topology.queues()) {
                topology.declare(connection, spec);
            }
            consumers.openAll(connection);
        }

        @Override
        public void changed() {
            if (consuming.isUp()) {
                publishing.hurry();
            }
            refresh();
        }
    }
}
