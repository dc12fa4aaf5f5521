package io.windlass.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever messages get lost, come twice or come late: flows end as they should. {@code -Dchaos.seed} reruns one. */
class ChaosTest {
    private static final int AT_ONCE = 6;
    private static final Duration SHORT = Duration.ofSeconds(12);
    private static final int MANY = 400;

    private final AtomicLong seeds = new AtomicLong(System.nanoTime());
    private final ConcurrentMap<String, Integer> faults = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<AssertionError> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger flows = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger extra = new AtomicInteger();

    @Test
    @Timeout(200)
    void asManyFlowsAsFitASomeSecondsEndAsTheyShould() {
        Long one = Long.getLong("chaos.seed");
        if (one != null) {
            run(one);
            report();
            return;
        }
        long end = System.nanoTime() + SHORT.toNanos();
        inThreads(() -> {
            while (System.nanoTime() < end && failures.isEmpty()) {
                run(seeds.getAndIncrement());
            }
        });
    }

    @Test
    @Tag("chaos")
    @Timeout(3600)
    void hundredsOfFlowsEndAsTheyShould() {
        int count = Integer.getInteger("chaos.count", MANY);
        inThreads(() -> {
            while (flows.get() < count && failures.isEmpty()) {
                run(seeds.getAndIncrement());
            }
        });
    }

    private void inThreads(Runnable work) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Void>> all = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> CompletableFuture.runAsync(work, threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        report();
    }

    private void run(long seed) {
        ChaosScenario scenario = new ChaosScenario(seed);
        try {
            try {
                scenario.run();
            } finally {
                scenario.end();
            }
        } catch (Exception | AssertionError e) {
            failures.add(new AssertionError(e + "; rerun with -Dchaos.seed=" + seed + ": " + scenario, e));
        }
        flows.incrementAndGet();
        runs.addAndGet(scenario.counted()[0]);
        extra.addAndGet(scenario.counted()[1]);
        scenario.faults().forEach((what, times) -> faults.merge(what, times, Integer::sum));
    }

    private void report() {
        Map<String, Integer> sorted = new TreeMap<>(faults);
        System.out.println("chaos: " + flows + " flows, " + runs + " runs, " + extra
                + " of them not the first of their request; " + sorted);
        assertThat(failures).isEmpty();
        assertThat(runs.get()).isPositive();
    }
}
