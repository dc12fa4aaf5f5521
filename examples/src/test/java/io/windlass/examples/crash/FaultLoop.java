package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.examples.cluster.Audit;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has faults happen while flows are under way, then checks every flow. */
final class FaultLoop {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLoop.class);
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final Site site;
    private final Random random;
    private final long seed;
    private final List<Double> firstEnds = new ArrayList<>();
    private final List<Double> allEnds = new ArrayList<>();
    private final List<String> stuck = new ArrayList<>();

    FaultLoop(Site site, long seed) {
        this.site = site;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Lets the faults happen, one after the other and so often each; {@return what was found} */
    Findings run(List<Fault> faults, int times) throws Exception {
        try (Load load = new Load(site, seed)) {
            load.awaitAnEnd(System.nanoTime());
            for (Fault fault : faults) {
                for (int i = 1; i <= times && stuck.isEmpty(); i++) {
                    pause(LONGEST_PAUSE_MILLIS);
                    LOG.info("{}, {} of {}", fault, i, times);
                    happen(fault, load);
                }
            }
            load.stop();
            await("at the end", load, () -> load.awaitAll(load.underWay(), System.nanoTime()));
            return findings(load.ordered());
        }
    }

    private void happen(Fault fault, Load load) throws Exception {
        Set<UUID> underWay = load.underWay();
        Fault.Remedy remedy = fault.injection().on(site);
        long over = System.nanoTime();
        if (!fault.isSudden()) {
            pause((int) fault.lasts().toMillis());
        }
        remedy.heal();
        long from = fault.isSudden() ? over : System.nanoTime();
        await("after " + fault, load, () -> {
            firstEnds.add(load.awaitAnEnd(from));
            allEnds.add(load.awaitAll(underWay, from));
        });
        site.replaceEnded();
    }

    private void await(String when, Load load, Runnable end) {
        try {
            end.run();
        } catch (ConditionTimeoutException e) {
            stuck.add(when + ": " + e.getMessage() + " Under way: " + load.describeUnderWay());
        }
    }

    /** The random moment: nothing is waited for but time. */
    private void pause(int longestMillis) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(random.nextInt(longestMillis), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private Findings findings(List<FlowOrder> ordered) {
        FlowTable flows = new FlowTable(site.storeUrl());
        Map<UUID, String> states =
                flows.states(ordered.stream().map(FlowOrder::id).toList());
        Audit audit = new Audit(site.effects(), site.victims());
        List<String> lost = new ArrayList<>();
        for (FlowOrder order : ordered) {
            String state = states.get(order.id());
            if (state == null) {
                // Its engine ended before it accepted the flow: nothing of it may have happened.
                if (!site.effects().runs(order.id()).isEmpty()) {
                    lost.add("flow " + order.id() + " has runs but is not stored");
                }
            } else if (!state.equals(order.fails() ? "REVERTED" : "SUCCESS")) {
                lost.add("flow " + order.id() + " is " + state + ": " + flows.atoms(order.id()));
            } else if (order.fails()) {
                audit.undone(order.id());
            } else {
                audit.done(order.id());
            }
        }
        return new Findings(
                states.size(),
                ordered.size() - states.size(),
                new HistoryCheck(site.storeUrl()).wrong(),
                lost,
                stuck,
                audit,
                statistics(firstEnds),
                statistics(allEnds));
    }

    private static Findings.Seconds statistics(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        DoubleSummaryStatistics all =
                values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return sorted.isEmpty()
                ? new Findings.Seconds(0, 0)
                : new Findings.Seconds(sorted.get(sorted.size() / 2), all.getMax());
    }
}
