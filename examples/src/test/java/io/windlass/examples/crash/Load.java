package io.windlass.examples.crash;

import static org.awaitility.Awaitility.await;

import io.windlass.examples.cluster.ChildProcess;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders flows from engines without end, so that always so many are under way, and sees when they end. Thread-safe. */
final class Load implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Load.class);
    private static final int AT_ONCE = 12;
    private static final int LONGEST_MILLIS = 600;
    private static final int ONE_FAILS_OF = 4;
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> ENDS = Set.of("SUCCESS", "REVERTED", "FAILURE");

    private final Site site;
    private final FlowTable flows;
    private final Random random;
    private final List<FlowOrder> ordered = new ArrayList<>();
    /** Those that have not ended, as far as is known, with the engine that was told. */
    private final Map<UUID, ChildProcess> open = new LinkedHashMap<>();

    /** When each was seen to have ended, in monotonic nanoseconds. */
    private final Map<UUID, Long> ended = new HashMap<>();

    private boolean ordering = true;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    Load(Site site, long seed) {
        this.site = site;
        this.flows = new FlowTable(site.storeUrl());
        this.random = new Random(seed);
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::guardedLook, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void guardedLook() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.debug("The database or the engines are away; looks again in {}", LOOK, e);
        }
    }

    private void look() {
        Map<UUID, String> states = flows.states(List.copyOf(underWay()));
        synchronized (this) {
            open.entrySet().removeIf(entry -> {
                String state = states.get(entry.getKey());
                if (state != null && ENDS.contains(state)) {
                    ended.put(entry.getKey(), System.nanoTime());
                    return true;
                }
                // The engine was gone before it took the order.
                return state == null && !entry.getValue().isAlive();
            });
            while (ordering && open.size() < AT_ONCE) {
                order();
            }
        }
    }

    private void order() {
        FlowOrder order =
                FlowOrder.of("v" + ordered.size(), random.nextInt(LONGEST_MILLIS), random.nextInt(ONE_FAILS_OF) == 0);
        ChildProcess engine = site.anyEngine();
        ordered.add(order);
        open.put(order.id(), engine);
        site.order(engine, order);
    }

    synchronized Set<UUID> underWay() {
        return Set.copyOf(open.keySet());
    }

    /** {@return the flows that have not ended, each with its engine and the states that are stored} */
    List<String> describeUnderWay() {
        Map<UUID, ChildProcess> engines;
        synchronized (this) {
            engines = Map.copyOf(open);
        }
        Map<UUID, String> states = flows.states(List.copyOf(engines.keySet()));
        return engines.entrySet().stream()
                .map(entry -> entry.getKey() + " of " + entry.getValue().name() + ": "
                        + states.getOrDefault(entry.getKey(), "not stored") + " " + flows.atoms(entry.getKey()))
                .toList();
    }

    synchronized List<FlowOrder> ordered() {
        return List.copyOf(ordered);
    }

    private synchronized boolean isOver(Set<UUID> these) {
        return these.stream().noneMatch(open::containsKey);
    }

    /** Waits until some flow has ended after that moment; {@return the seconds since then until the first did} */
    double awaitAnEnd(long since) {
        return seconds(await("a flow ends")
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(
                        () -> {
                            site.tend();
                            return firstEnd(since);
                        },
                        OptionalLong::isPresent));
    }

    private synchronized OptionalLong firstEnd(long since) {
        return ended.values().stream()
                .mapToLong(end -> end - since)
                .filter(after -> after > 0)
                .min();
    }

    /** Waits until those flows have ended; {@return the seconds since that moment until the last did} */
    double awaitAll(Set<UUID> these, long since) {
        await("flows that were under way end")
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> {
                    site.tend();
                    return isOver(these);
                });
        return seconds(lastEnd(these, since));
    }

    private synchronized OptionalLong lastEnd(Set<UUID> these, long since) {
        return these.stream()
                .filter(ended::containsKey)
                .mapToLong(flow -> ended.getOrDefault(flow, since) - since)
                .max();
    }

    private static double seconds(OptionalLong nanos) {
        return Math.max(0, nanos.orElse(0)) / 1e9;
    }

    /** Orders nothing more. */
    synchronized void stop() {
        ordering = false;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
