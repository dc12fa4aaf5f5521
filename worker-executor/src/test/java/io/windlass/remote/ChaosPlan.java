package io.windlass.remote;

import io.windlass.proxy.Advert;
import io.windlass.proxy.Ask;
import io.windlass.proxy.Grant;
import io.windlass.proxy.Heartbeat;
import io.windlass.proxy.Message;
import io.windlass.proxy.Request;
import io.windlass.proxy.Response;
import io.windlass.state.RequestName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Loses, doubles and delays messages, so that they overtake each other. What becomes of a message follows from the seed,
 * from whose it is and from how many of its kind came before it, not from the order in which threads happen to send.
 */
final class ChaosPlan implements FaultyProxy.Plan {
    private final long seed;
    private final double rate;
    private final boolean onlyWork;
    private final int longestMillis;
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Map<String, Integer> faults = new ConcurrentHashMap<>();
    private final Set<RequestName> touched = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /**
     * A plan.
     *
     * @param rate how many of all messages something happens to, from 0 to 1
     * @param onlyWork whether only requests and responses are meant
     * @param longestMillis the longest delay
     */
    ChaosPlan(long seed, double rate, boolean onlyWork, int longestMillis) {
        this.seed = seed;
        this.rate = rate;
        this.onlyWork = onlyWork;
        this.longestMillis = longestMillis;
    }

    @Override
    public List<Duration> copies(Message message) {
        String kind = message.getClass().getSimpleName();
        boolean work = message instanceof Request || message instanceof Response;
        if (over || (onlyWork && !work)) {
            return List.of(Duration.ZERO);
        }
        String key = kind + " " + whose(message);
        int number = seen.computeIfAbsent(key, k -> new AtomicInteger()).getAndIncrement();
        Random random = new Random(Objects.hash(seed, key, number) * 0x9E3779B97F4A7C15L);
        double luck = random.nextDouble() / rate;
        if (luck >= 1) {
            return List.of(Duration.ZERO);
        }
        RequestName name = nameOf(message);
        if (name != null) {
            touched.add(name);
        }
        Duration delay = Duration.ofMillis(1 + random.nextInt(longestMillis));
        if (luck < 0.4) {
            return fault(kind + " lost", List.of());
        }
        return luck < 0.7
                ? fault(kind + " doubled", List.of(Duration.ZERO, delay))
                : fault(kind + " delayed", List.of(delay));
    }

    private List<Duration> fault(String what, List<Duration> copies) {
        faults.merge(what, 1, Integer::sum);
        return copies;
    }

    private static String whose(Message message) {
        RequestName name = nameOf(message);
        if (name != null) {
            return name.atom() + name.action() + name.round() + "/" + name.attempt();
        }
        if (message instanceof Heartbeat heartbeat) {
            return heartbeat.worker();
        }
        return message instanceof Advert advert ? advert.worker() : "";
    }

    private static @Nullable RequestName nameOf(Message message) {
        if (message instanceof Request request) {
            return request.name();
        } else if (message instanceof Response response) {
            return response.name();
        } else if (message instanceof Ask ask) {
            return ask.name();
        }
        return message instanceof Grant grant ? grant.name() : null;
    }

    /** {@return whether something has happened to a message about the request} */
    boolean hasTouched(RequestName name) {
        return touched.contains(name);
    }

    /** Nothing happens any more. */
    void end() {
        over = true;
    }

    /** {@return how often what has happened} */
    Map<String, Integer> faults() {
        return new TreeMap<>(faults);
    }
}
