package io.windlass.remote;

import io.windlass.proxy.Address;
import io.windlass.proxy.Delivery;
import io.windlass.proxy.DeliveryHandler;
import io.windlass.proxy.Message;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.ProxyState;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A proxy whose messages get lost, come twice or come late on their way to the broker, as a plan says. */
final class FaultyProxy implements Proxy {
    private final Proxy proxy;
    private final Plan plan;
    private final UnaryOperator<Delivery> seen;

    FaultyProxy(Proxy proxy, Plan plan) {
        this(proxy, plan, delivery -> delivery);
    }

    /** One that also shows each delivery to somebody, who says what is handled in its place. */
    FaultyProxy(Proxy proxy, Plan plan, UnaryOperator<Delivery> seen) {
        this.proxy = proxy;
        this.plan = plan;
        this.seen = seen;
    }

    private DeliveryHandler shown(DeliveryHandler handler) {
        return delivery -> handler.handle(seen.apply(delivery));
    }

    /** Decides what becomes of each message. Thread-safe. */
    interface Plan {
        /** {@return after what time each of its copies goes: none if it is lost, one of zero if nothing happens to it} */
        List<Duration> copies(Message message);
    }

    /** A confirmed message that is lost is lost by the broker: its sender believes that it is there. */
    @Override
    public CompletionStage<Void> publish(Address address, Message message) {
        return plan.copies(message).stream().map(delay -> publish(address, message, delay)).toList().stream()
                .findFirst()
                .orElse(CompletableFuture.completedFuture(null));
    }

    @Override
    public Optional<CompletionStage<Void>> tryPublish(Address address, Message message) {
        return Optional.of(publish(address, message));
    }

    private CompletionStage<Void> publish(Address address, Message message, Duration delay) {
        return delay.isZero()
                ? proxy.publish(address, message)
                : CompletableFuture.supplyAsync(() -> proxy.publish(address, message), after(delay))
                        .thenCompose(published -> published);
    }

    @Override
    public void announce(Address address, Message message) {
        for (Duration delay : plan.copies(message)) {
            if (delay.isZero()) {
                proxy.announce(address, message);
            } else {
                after(delay).execute(() -> proxy.announce(address, message));
            }
        }
    }

    private static Executor after(Duration delay) {
        return CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Its answer is the broker's own. */
    @Override
    public CompletionStage<Boolean> probe(Address address, Message message) {
        return proxy.probe(address, message);
    }

    @Override
    public String declareRequestQueue(RequestQueue queue) {
        return proxy.declareRequestQueue(queue);
    }

    @Override
    public String declareReplyQueue(String name) {
        return proxy.declareReplyQueue(name);
    }

    @Override
    public Subscription consume(String queue, int prefetch, DeliveryHandler handler) {
        return proxy.consume(queue, prefetch, shown(handler));
    }

    @Override
    public Subscription consumeControl(String name, List<String> topics, DeliveryHandler handler) {
        return proxy.consumeControl(name, topics, shown(handler));
    }

    @Override
    public void deleteIfEmptyAndUnused(String queue) {
        proxy.deleteIfEmptyAndUnused(queue);
    }

    @Override
    public OptionalLong depth(String queue) {
        return proxy.depth(queue);
    }

    @Override
    public ProxyState state() {
        return proxy.state();
    }

    @Override
    public void onStateChange(Consumer<ProxyState> listener) {
        proxy.onStateChange(listener);
    }

    @Override
    public Naming naming() {
        return proxy.naming();
    }

    @Override
    public String describe() {
        return proxy.describe();
    }

    @Override
    public void abandon() {
        proxy.abandon();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
