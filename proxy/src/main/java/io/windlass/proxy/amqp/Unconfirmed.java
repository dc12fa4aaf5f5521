package io.windlass.proxy.amqp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages by the numbers that they were sent under, from 1, until each is taken out, once. Thread-safe. */
final class Unconfirmed {
    /** In the order of their numbers, as they were put in. */
    private final Map<Long, Outgoing> messages = new LinkedHashMap<>();

    private long last;

    /** Puts one in, and gives it the next number. */
    synchronized void add(Outgoing message) {
        message.number(++last);
        messages.put(last, message);
    }

    synchronized @Nullable Outgoing get(long number) {
        return messages.get(number);
    }

    /** Takes one out; {@return whether it was still there} */
    synchronized boolean take(Outgoing message) {
        return messages.remove(message.number(), message);
    }

    /** {@return the one of that number, taken out; none if it was before} */
    synchronized List<Outgoing> take(long number) {
        Outgoing taken = messages.remove(number);
        return taken == null ? List.of() : List.of(taken);
    }

    /** {@return those up to that number, in order, taken out} */
    synchronized List<Outgoing> takeUpTo(long number) {
        List<Outgoing> taken = new ArrayList<>();
        Iterator<Outgoing> oldest = messages.values().iterator();
        while (oldest.hasNext()) {
            Outgoing message = oldest.next();
            if (message.number() > number) {
                break;
            }
            oldest.remove();
            taken.add(message);
        }
        return taken;
    }

    synchronized int count() {
        return messages.size();
    }
}
