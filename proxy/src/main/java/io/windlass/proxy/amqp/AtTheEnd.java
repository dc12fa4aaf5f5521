package io.windlass.proxy.amqp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a thread puts off until it is through with what it has at hand, and then writes in one piece. Thread-safe. */
final class AtTheEnd {
    private static final ThreadLocal<@Nullable List<Runnable>> PUT_OFF = new ThreadLocal<>();

    private AtTheEnd() {}

    /** Does something, and then, whatever became of it, what it has put off. */
    static void during(Runnable work) {
        if (PUT_OFF.get() != null) {
            work.run();
            return;
        }
        List<Runnable> mine = new ArrayList<>(2);
        PUT_OFF.set(mine);
        try {
            work.run();
        } finally {
            PUT_OFF.remove();
            write(mine);
        }
    }

    /** Puts something off, once, which must not throw; {@return false where this thread has no end to put it off to} */
    static boolean putOff(Runnable write) {
        List<Runnable> mine = PUT_OFF.get();
        if (mine != null && !mine.contains(write)) {
            mine.add(write);
        }
        return mine != null;
    }

    /** To be called by whoever is about to wait: what was put off may be what it waits for. */
    static void beforeWaiting() {
        List<Runnable> mine = PUT_OFF.get();
        if (mine != null) {
            List<Runnable> now = List.copyOf(mine);
            mine.clear();
            write(now);
        }
    }

    private static void write(List<Runnable> putOff) {
        if (!putOff.isEmpty()) {
            Gathering.during(() -> putOff.forEach(Runnable::run));
        }
    }
}
