package io.windlass.examples.crash;

import static org.awaitility.Awaitility.await;

import io.windlass.examples.cluster.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Kills and freezes conductors and workers, and replaces what has ended. */
final class ConductorFaults {
    private static final Duration GIVEN_AWAY_WITHIN = Duration.ofMinutes(1);

    /** What may happen. */
    enum Kind {
        CONDUCTOR_KILLED,
        CONDUCTOR_FROZEN,
        WORKER_KILLED,
        WORKER_FROZEN
    }

    private final ConductorSite site;
    private final Random random;
    private final InHand inHand;
    private final Map<Kind, Integer> times = new EnumMap<>(Kind.class);
    private final Map<String, Instant> conductorsLost = new LinkedHashMap<>();

    ConductorFaults(ConductorSite site, Random random) {
        this.site = site;
        this.random = random;
        this.inHand = new InHand(site.url(), site.url());
    }

    /** {@return how often each has happened} */
    Map<Kind, Integer> times() {
        return times;
    }

    /** {@return the names of the conductors that were killed or frozen, and when} */
    Map<String, Instant> conductorsLost() {
        return conductorsLost;
    }

    /** Has it happen, puts it right, and returns when all conductors are at work. */
    void happen(Kind kind) throws InterruptedException {
        switch (kind) {
            case CONDUCTOR_KILLED -> {
                ChildProcess conductor = site.anyConductor(random);
                lost(conductor);
                site.kill(conductor);
            }
            case CONDUCTOR_FROZEN -> freeze(site.anyConductor(random));
            case WORKER_KILLED -> site.kill(site.anyWorker(random));
            case WORKER_FROZEN -> freezeAtWork(site.anyWorker(random));
        }
        times.merge(kind, 1, Integer::sum);
        site.replaceEnded();
    }

    private void lost(ChildProcess conductor) {
        conductorsLost.put(conductor.name(), Instant.now());
    }

    /** Lets it go on when others have its flows; then it has to end. */
    private void freeze(ChildProcess conductor) {
        lost(conductor);
        site.freeze(conductor);
        try {
            await("frozen conductor " + conductor.name() + " is taken over")
                    .atMost(GIVEN_AWAY_WITHIN)
                    .until(() -> site.isTakenOver(conductor)
                            && site.flowsOf(conductor).isEmpty());
        } finally {
            site.thaw(conductor);
        }
        await("conductor " + conductor.name() + ", whose flows are others', ends")
                .atMost(GIVEN_AWAY_WITHIN)
                .until(() -> !conductor.isAlive());
    }

    /** Lets it go on when others have begun what it had begun. Where it has nothing to do for a while it only goes on. */
    private void freezeAtWork(ChildProcess worker) {
        site.freeze(worker);
        try {
            List<InHand.Item> its = inHand.of(worker);
            await("what frozen worker " + worker.name() + " ran is run elsewhere")
                    .atMost(GIVEN_AWAY_WITHIN)
                    .until(() -> its.stream().noneMatch(item -> inHand.isStillOf(worker, item)));
        } finally {
            site.thaw(worker);
        }
    }

    /** {@return how long after the loss of a conductor each of its flows was written by another, in seconds, sorted} */
    List<Double> takeovers() {
        return conductorsLost.entrySet().stream()
                .flatMap(lost -> takeovers(lost.getKey(), lost.getValue()).stream())
                .sorted()
                .toList();
    }

    private List<Double> takeovers(String conductor, Instant lost) {
        return site.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT extract(epoch FROM min(h.at) - CAST(:lost AS timestamptz)) FROM (
                            SELECT flow, max(sequence) AS last FROM windlass.history
                            WHERE owner = (SELECT id FROM windlass.owners WHERE name = :name) GROUP BY flow) its
                        JOIN windlass.history h ON h.flow = its.flow AND h.sequence > its.last
                        GROUP BY its.flow
                        """)
                        .bind("name", conductor)
                        .bind("lost", lost.toString())
                        .mapTo(Double.class)
                        .list());
    }

    /** {@return the flows that more than one conductor has written} */
    List<UUID> takenOver() {
        return site.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT flow FROM windlass.history GROUP BY flow HAVING count(DISTINCT owner) > 1")
                        .mapTo(UUID.class)
                        .list());
    }
}
