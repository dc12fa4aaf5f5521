package io.windlass.examples.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import io.windlass.examples.cluster.Audit;
import io.windlass.examples.cluster.FlowOrder;
import io.windlass.examples.cluster.FlowTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs on conductors and workers that are killed and frozen at random moments and replaced; then checks all of them. */
final class ConductorLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ConductorLoop.class);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LONGEST_PAUSE_MILLIS = 1_000;
    private static final int LONGEST_TASK_MILLIS = 600;
    private static final int ONE_FAILS_OF = 4;
    private static final int CONDUCTORS = 3;
    private static final int WORKERS = 3;
    /** One in so many jobs is there before the first fault. */
    private static final int BEFORE = 4;

    private final ConductorSite site;
    private final Random random;
    private final OwnersCheck owners;
    private final ConductorFaults faults;
    private final List<FlowOrder> posted = new ArrayList<>();

    ConductorLoop(ConductorSite site, long seed) {
        this.site = site;
        this.random = new Random(seed);
        this.owners = new OwnersCheck(site.jdbi());
        this.faults = new ConductorFaults(site, random);
    }

    /** How far the faults are: in parts of 1, where 1 is the end. */
    interface Progress {
        double done();
    }

    /** Lets the faults happen one after the other, for as long as there are some, and posts so many jobs meanwhile. */
    void run(int jobs, Iterator<ConductorFaults.Kind> kinds, Progress progress) throws InterruptedException {
        post(jobs / BEFORE);
        for (int i = 0; i < WORKERS; i++) {
            site.startWorker();
        }
        for (int i = 0; i < CONDUCTORS; i++) {
            site.startConductor();
        }
        while (kinds.hasNext()) {
            ConductorFaults.Kind kind = kinds.next();
            post(Math.min(jobs, jobs / BEFORE + (int) (progress.done() * (jobs - jobs / BEFORE))));
            pause();
            LOG.info("{}, {} jobs posted, {} on the board", kind, posted.size(), site.jobsLeft());
            faults.happen(kind);
        }
        post(jobs);
        await("all jobs leave the board")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    site.replaceEnded();
                    return site.jobsLeft() == 0;
                });
        check();
    }

    /** {@return a kind by chance} */
    ConductorFaults.Kind anyKind() {
        ConductorFaults.Kind[] kinds = ConductorFaults.Kind.values();
        return kinds[random.nextInt(kinds.length)];
    }

    private void post(int until) {
        while (posted.size() < until) {
            FlowOrder order = FlowOrder.of(
                    "v" + posted.size(), random.nextInt(LONGEST_TASK_MILLIS), random.nextInt(ONE_FAILS_OF) == 0);
            posted.add(order);
            site.post(order);
        }
    }

    /** The random moment: nothing is waited for but time. */
    private void pause() throws InterruptedException {
        assertThat(new CountDownLatch(1).await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private void check() {
        FlowTable flows = new FlowTable(site.url());
        Map<UUID, String> states =
                flows.states(posted.stream().map(FlowOrder::id).toList());
        Audit audit = new Audit(site.effects(), site.victims());
        List<String> otherwise = new ArrayList<>();
        for (FlowOrder order : posted) {
            String state = states.getOrDefault(order.id(), "not stored");
            if (!state.equals(order.fails() ? "REVERTED" : "SUCCESS")) {
                otherwise.add("flow " + order.id() + " is " + state + ": " + flows.atoms(order.id()));
            } else if (order.fails()) {
                audit.undone(order.id());
            } else {
                audit.done(order.id());
            }
        }
        List<String> history = new HistoryCheck(site.url()).wrong();
        List<String> twoOwners = owners.wrong();
        print(audit, states);
        assertSoftly(softly -> {
            softly.assertThat(site.jobsTrashed()).as("jobs that were put aside").isZero();
            softly.assertThat(otherwise).as("flows that did not end as planned").isEmpty();
            softly.assertThat(audit.wrong()).as("effects").isEmpty();
            softly.assertThat(site.unexplainedRuns())
                    .as("runs repeated although nothing had happened to those who had to do with it")
                    .isEmpty();
            softly.assertThat(history)
                    .as("second outcomes, and moves that may not be")
                    .isEmpty();
            softly.assertThat(twoOwners).as("flows written by two owners").isEmpty();
            softly.assertThat(owners.written())
                    .as("rows of the history that were looked at")
                    .isPositive();
        });
    }

    private void print(Audit audit, Map<UUID, String> states) {
        System.out.printf(
                "conductor loop: %d jobs, %d flows done, %d undone; %s; %d rows of history written;"
                        + " %d requests ran more than once, %d of them unexplained%n",
                posted.size(),
                states.values().stream().filter("SUCCESS"::equals).count(),
                states.values().stream().filter("REVERTED"::equals).count(),
                faults.times(),
                owners.written(),
                audit.extraRuns().size(),
                site.unexplainedRuns().size());
        LOG.info("Ran more than once: {}", audit.extraRuns());
        List<Double> seconds = faults.takeovers();
        System.out.printf(
                Locale.ROOT,
                "%d flows changed hands; from the loss of a conductor to its successor's first write of a flow: %s%n",
                faults.takenOver().size(),
                seconds.isEmpty()
                        ? "none"
                        : String.format(
                                Locale.ROOT,
                                "min %.2f, median %.2f, 95 in 100 within %.2f, max %.2f s, of %d (lease %d s)",
                                seconds.get(0),
                                seconds.get(seconds.size() / 2),
                                seconds.get(seconds.size() * 95 / 100),
                                seconds.get(seconds.size() - 1),
                                seconds.size(),
                                ConductorSite.LEASE.toSeconds()));
    }
}
