package io.windlass.proxy.inprocess;

import io.windlass.proxy.ProxyException;
import io.windlass.proxy.WireMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One queue and its consumers. Guarded by its broker's lock. */
final class InProcessQueue {
    static final int MAX_MESSAGES = 1_000_000;

    private final String name;
    private final @Nullable InProcessProxy owner;
    private final Deque<Stored> ready = new ArrayDeque<>();
    private final List<InProcessConsumer> consumers = new ArrayList<>();
    private int turn;

    InProcessQueue(String name, @Nullable InProcessProxy owner) {
        this.name = name;
        this.owner = owner;
    }

    /** A message in a queue, and whether it was handed out before. */
    record Stored(WireMessage message, boolean redelivered) {}

    String name() {
        return name;
    }

    @Nullable
    InProcessProxy owner() {
        return owner;
    }

    void add(WireMessage message) {
        if (ready.size() >= MAX_MESSAGES) {
            throw new ProxyException("the queue '" + name + "' is full: it has " + MAX_MESSAGES + " messages");
        }
        ready.addLast(new Stored(message, false));
        pump();
    }

    /** Puts messages back where they were, in their order. */
    void giveBack(List<Stored> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            ready.addFirst(new Stored(messages.get(i).message(), true));
        }
    }

    void attach(InProcessConsumer consumer) {
        consumers.add(consumer);
        pump();
    }

    boolean detach(InProcessConsumer consumer) {
        return consumers.remove(consumer);
    }

    /** Hands out what consumers have room for, in turn. */
    void pump() {
        int refused = 0;
        while (!ready.isEmpty() && refused < consumers.size()) {
            turn = (turn + 1) % consumers.size();
            InProcessConsumer consumer = consumers.get(turn);
            if (consumer.hasRoom()) {
                consumer.accept(ready.removeFirst());
                refused = 0;
            } else {
                refused++;
            }
        }
    }

    /** {@return the next one for a consumer that asks for it, and takes it out; null when there is none} */
    @Nullable
    Stored poll() {
        return ready.pollFirst();
    }

    WireMessage take() {
        return ready.removeFirst().message();
    }

    int waiting() {
        return ready.size();
    }

    boolean isEmptyAndUnused() {
        return ready.isEmpty() && consumers.isEmpty();
    }
}
