package io.windlass.examples.crash;

import io.windlass.embedded.Services;
import io.windlass.examples.crash.ConductorFaults.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three conductors and three workers, of which some are killed or frozen at random moments. The seed is printed; {@code
 * -Dcrash.seed} sets it.
 */
class ConductorsTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final int JOBS_AT_ONCE = 8;
    private static final int SLOTS = 4;

    private final long seed =
            Long.getLong("crash.seed", ThreadLocalRandom.current().nextLong());

    @Test
    @Tag("services")
    @Timeout(300)
    void everyJobIsDoneOnceWhereEachKindOfProcessIsKilledAndFrozen() throws InterruptedException {
        List<Kind> kinds = Arrays.asList(Kind.values());
        Collections.shuffle(kinds, new Random(seed));
        Iterator<Kind> each = kinds.iterator();
        int[] begun = {0};
        run(48, loop -> each, () -> (double) ++begun[0] / kinds.size());
    }

    /** {@code -Dconductors.jobs} and {@code -Dconductors.minutes} say otherwise. */
    @Test
    @Tag("chaos")
    void everyJobIsDoneOnceInTenMinutesOfFaults() throws InterruptedException {
        long start = System.nanoTime();
        double length =
                Duration.ofMinutes(Integer.getInteger("conductors.minutes", 10)).toNanos();
        ConductorLoop.Progress progress = () -> Math.min(1, (System.nanoTime() - start) / length);
        run(
                Integer.getInteger("conductors.jobs", 2_000),
                loop -> new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return progress.done() < 1;
                    }

                    @Override
                    public Kind next() {
                        return loop.anyKind();
                    }
                },
                progress);
    }

    /** Which faults there are. */
    private interface Kinds {
        Iterator<Kind> of(ConductorLoop loop);
    }

    private void run(int jobs, Kinds kinds, ConductorLoop.Progress progress) throws InterruptedException {
        Services services = Services.shared();
        System.out.println("conductor loop: seed " + seed + ", " + jobs + " jobs\n" + services.describe()
                + "\n(the jobs have an embedded PostgreSQL of their own)");
        try (ConductorSite site = new ConductorSite(
                services.amqpUrl(), Path.of("target", "conductor-logs"), HEARTBEAT, JOBS_AT_ONCE, SLOTS)) {
            ConductorLoop loop = new ConductorLoop(site, seed);
            loop.run(jobs, kinds.of(loop), progress);
        }
    }
}
