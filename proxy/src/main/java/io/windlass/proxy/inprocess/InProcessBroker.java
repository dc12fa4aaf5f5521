package io.windlass.proxy.inprocess;

import io.windlass.proxy.MessageCodec;
import io.windlass.proxy.Naming;
import io.windlass.proxy.ProxyException;
import io.windlass.proxy.Route;
import io.windlass.proxy.WireMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A broker for the proxies of one JVM: queues, topic bindings, redelivery, prefetch and returns behave as AMQP's.
 * Messages pass through the codec's bytes, so that proxies share nothing by reference. A queue takes at most
 * {@value InProcessQueue#MAX_MESSAGES} messages. Thread-safe; needs no closing, its proxies do.
 */
public final class InProcessBroker {
    private final Map<String, InProcessQueue> queues = new HashMap<>();
    private final Map<String, Set<Binding>> bindings = new HashMap<>();

    /** One process's proxy under the default naming. */
    public InProcessProxy connect(String name) {
        return connect(name, new Naming(Naming.DEFAULT_PREFIX));
    }

    /**
     * One process's proxy.
     *
     * @param name for its threads and for people
     * @param naming proxies meet only under the same prefix
     */
    public InProcessProxy connect(String name, Naming naming) {
        return new InProcessProxy(this, name, naming, new MessageCodec(MessageCodec.DEFAULT_MAX_BYTES));
    }

    /** {@return how many messages of a queue wait to be delivered; 0 when there is no such queue} */
    public int waiting(String queue) {
        return (int) depth(queue).orElse(0);
    }

    /**
     * Puts a message into a queue as it is, whatever is wrong with it; for tests of what a stranger may send.
     *
     * @throws ProxyException when there is no such queue
     */
    public synchronized void inject(String queue, WireMessage message) {
        require(queue).add(message);
    }

    /** {@return the next message that waits in a queue, and takes it out; for tests that look at dead letters} */
    public synchronized WireMessage take(String queue) {
        return require(queue).take();
    }

    /** {@return the names of all queues, for tests that check that nothing was left} */
    public synchronized List<String> queueNames() {
        return new ArrayList<>(queues.keySet());
    }

    synchronized boolean send(Route route, WireMessage message) {
        Set<InProcessQueue> targets = targets(route);
        targets.forEach(queue -> queue.add(message));
        return !targets.isEmpty();
    }

    private Set<InProcessQueue> targets(Route route) {
        Set<InProcessQueue> targets = new HashSet<>();
        if (route.exchange().isEmpty()) {
            InProcessQueue queue = queues.get(route.key());
            if (queue != null) {
                targets.add(queue);
            }
            return targets;
        }
        for (Binding binding : bindings.getOrDefault(route.exchange(), Set.of())) {
            if (TopicPattern.matches(binding.pattern(), route.key())) {
                targets.add(require(binding.queue()));
            }
        }
        return targets;
    }

    synchronized void declare(String queue) {
        queues.computeIfAbsent(queue, name -> new InProcessQueue(name, null));
    }

    synchronized void declareExclusive(String queue, InProcessProxy owner) {
        if (queues.putIfAbsent(queue, new InProcessQueue(queue, owner)) != null) {
            throw new ProxyException(
                    "the control queue '" + queue + "' belongs to another process; give each process its own name");
        }
    }

    synchronized void bind(String exchange, String pattern, String queue) {
        bindings.computeIfAbsent(exchange, e -> new HashSet<>()).add(new Binding(pattern, queue));
    }

    synchronized void attach(InProcessConsumer consumer) {
        require(consumer.queue()).attach(consumer);
    }

    synchronized void pause(InProcessConsumer consumer) {
        InProcessQueue queue = queues.get(consumer.queue());
        if (queue != null) {
            queue.detach(consumer);
        }
    }

    /** {@return the next message of the consumer's queue, now its own; null when there is none} */
    synchronized @Nullable InProcessDelivery poll(InProcessConsumer consumer) {
        InProcessQueue queue = queues.get(consumer.queue());
        InProcessQueue.Stored next = queue == null ? null : queue.poll();
        return next == null ? null : consumer.take(next);
    }

    /** Stops deliveries to the consumer; an exclusive queue goes with it. */
    synchronized void cancel(InProcessConsumer consumer) {
        InProcessQueue queue = queues.get(consumer.queue());
        if (queue != null && queue.detach(consumer) && queue.owner() != null) {
            remove(queue.name());
        }
    }

    synchronized void settle(InProcessDelivery delivery, boolean requeue) {
        InProcessConsumer consumer = delivery.consumer();
        if (!consumer.forget(delivery)) {
            return;
        }
        InProcessQueue queue = queues.get(consumer.queue());
        if (queue != null) {
            if (requeue) {
                queue.giveBack(List.of(delivery.stored()));
            }
            queue.pump();
        }
    }

    /** Moves a delivery to the dead letters, unless it was settled before. */
    synchronized void bury(InProcessDelivery delivery, String deadLetters, Throwable why) {
        if (delivery.consumer().holds(delivery)) {
            WireMessage message = delivery.stored().message();
            bury(deadLetters, message.asDeadLetter(delivery.consumer().queue(), why));
            settle(delivery, false);
        }
    }

    /** Adds a message to the dead letters. */
    synchronized void bury(String deadLetters, WireMessage message) {
        declare(deadLetters);
        require(deadLetters).add(message);
    }

    /** What the broker does when a consumer's channel closes. */
    synchronized void drop(InProcessConsumer consumer) {
        cancel(consumer);
        InProcessQueue queue = queues.get(consumer.queue());
        List<InProcessQueue.Stored> unsettled = consumer.forgetAll();
        if (queue != null) {
            queue.giveBack(unsettled);
            queue.pump();
        }
    }

    synchronized void deleteIfEmptyAndUnused(String queue) {
        InProcessQueue found = queues.get(queue);
        if (found != null && found.isEmptyAndUnused()) {
            remove(queue);
        }
    }

    synchronized OptionalLong depth(String queue) {
        InProcessQueue found = queues.get(queue);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.waiting());
    }

    private void remove(String queue) {
        queues.remove(queue);
        bindings.values().forEach(of -> of.removeIf(binding -> binding.queue().equals(queue)));
    }

    private InProcessQueue require(String queue) {
        InProcessQueue found = queues.get(queue);
        if (found == null) {
            throw new ProxyException("there is no queue '" + queue + "'; declare it first");
        }
        return found;
    }

    private record Binding(String pattern, String queue) {}
}
