package io.windlass.proxy.inprocess;

import io.windlass.failure.InvalidFormatException;
import io.windlass.proxy.Address;
import io.windlass.proxy.DeliveryHandler;
import io.windlass.proxy.Message;
import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyClosedException;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Route;
import io.windlass.proxy.StateListeners;
import io.windlass.proxy.Subscription;
import io.windlass.proxy.UnroutableException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy of one process in this JVM, made by {@link InProcessBroker#connect}. Publishing never blocks and is
 * complete when the call returns. {@link #kill} ends it as a crash would. Thread-safe.
 */
public final class InProcessProxy implements Proxy {
    private static final Logger log = LoggerFactory.getLogger(InProcessProxy.class);
    private static final int DELIVERY_THREADS = 4;
    private static final int CONTROL_PREFETCH = 100;
    private static final int CLOSE_SECONDS = 10;

    private final InProcessBroker broker;
    private final String name;
    private final Naming naming;
    private final MessageCodec codec;
    private final ExecutorService deliveries;
    private final ExecutorService events;
    private final StateListeners states;
    private final List<InProcessConsumer> consumers = new CopyOnWriteArrayList<>();
    private volatile boolean abandoned;

    InProcessProxy(InProcessBroker broker, String name, Naming naming, MessageCodec codec) {
        this.broker = broker;
        this.name = name;
        this.naming = naming;
        this.codec = codec;
        AtomicInteger number = new AtomicInteger();
        deliveries = Executors.newFixedThreadPool(
                DELIVERY_THREADS, task -> thread(task, "deliver-" + number.incrementAndGet()));
        events = Executors.newSingleThreadExecutor(task -> thread(task, "events"));
        states = new StateListeners(ProxyState.CONNECTED, events);
    }

    private Thread thread(Runnable task, String role) {
        Thread thread = new Thread(task, "windlass-proxy-" + name + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<Void> publish(Address address, Message message) {
        try {
            Route route = address.route(naming);
            return send(route, message)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new UnroutableException(route));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<CompletionStage<Void>> tryPublish(Address address, Message message) {
        return Optional.of(publish(address, message));
    }

    @Override
    public void announce(Address address, Message message) {
        try {
            send(address.route(naming), message);
        } catch (InvalidFormatException e) {
            throw e;
        } catch (RuntimeException e) {
            log.debug("an announcement to {} is dropped: {}", address, e.getMessage());
        }
    }

    @Override
    public CompletionStage<Boolean> probe(Address address, Message message) {
        try {
            return CompletableFuture.completedFuture(send(address.route(naming), message));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean send(Route route, Message message) {
        checkOpen();
        return broker.send(route, codec.encode(message));
    }

    @Override
    public String declareRequestQueue(RequestQueue queue) {
        checkOpen();
        String name = naming.requestQueue(queue);
        broker.declare(name);
        broker.bind(naming.requestsExchange(), queue.routingKey(), name);
        return name;
    }

    @Override
    public String declareReplyQueue(String replyName) {
        checkOpen();
        String queue = naming.replyQueue(replyName);
        broker.declare(queue);
        return queue;
    }

    @Override
    public Subscription consume(String queue, int prefetch, DeliveryHandler handler) {
        naming().checkConsumable(queue);
        return attach(new InProcessConsumer(broker, queue, prefetch, handler, this));
    }

    @Override
    public Subscription consumeControl(String controlName, List<String> topics, DeliveryHandler handler) {
        checkOpen();
        String queue = naming.controlQueue(controlName);
        broker.declareExclusive(queue, this);
        topics.forEach(topic -> broker.bind(naming.controlExchange(), topic, queue));
        return attach(new InProcessConsumer(broker, queue, CONTROL_PREFETCH, handler, this));
    }

    private Subscription attach(InProcessConsumer consumer) {
        checkOpen();
        broker.attach(consumer);
        consumers.add(consumer);
        if (abandoned || states.state() == ProxyState.CLOSED) {
            consumer.close();
        }
        return consumer;
    }

    @Override
    public void deleteIfEmptyAndUnused(String queue) {
        checkOpen();
        broker.deleteIfEmptyAndUnused(queue);
    }

    @Override
    public OptionalLong depth(String queue) {
        checkOpen();
        return broker.depth(queue);
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
        return naming;
    }

    @Override
    public String describe() {
        return "in-process broker, nothing is kept; prefix " + naming.prefix();
    }

    @Override
    public void abandon() {
        abandoned = true;
        consumers.forEach(InProcessConsumer::close);
    }

    /**
     * Ends the proxy as the death of its process would: at once, without waiting for handlers. What it held is
     * redelivered to others, its control queue is gone.
     */
    public void kill() {
        states.set(ProxyState.CLOSED);
        abandon();
        deliveries.shutdownNow();
        events.shutdown();
    }

    @Override
    public void close() {
        states.set(ProxyState.CLOSED);
        abandon();
        deliveries.shutdown();
        events.shutdown();
        try {
            if (!deliveries.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a handler of proxy {} still runs after {} s; it is interrupted", name, CLOSE_SECONDS);
                deliveries.shutdownNow();
            }
        } catch (InterruptedException e) {
            deliveries.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    MessageCodec codec() {
        return codec;
    }

    Executor deliveries() {
        return deliveries;
    }

    private void checkOpen() {
        if (states.state() == ProxyState.CLOSED) {
            throw new ProxyClosedException("the proxy " + name + " is closed; make another");
        }
    }
}
