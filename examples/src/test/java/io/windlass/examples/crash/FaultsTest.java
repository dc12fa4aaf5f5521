package io.windlass.examples.crash;

import io.windlass.embedded.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some faults of the table, once each, one after the other at one site. The seed is printed; {@code -Dcrash.seed} sets it. */
@Tag("services")
@Timeout(600)
class FaultsTest {
    private static final List<Fault> FAULTS = List.of(
            Faults.WORKER_STOPPED,
            Faults.ENGINE_STOPPED,
            Faults.WORKER_CUT,
            Faults.DATABASE_RESTARTED,
            Faults.DATABASE_CUT,
            Faults.REDEPLOYED,
            Faults.BROKER_KILLED);

    @Test
    void nothingIsLostDoubledOrStuck() throws Exception {
        Services services = Services.shared();
        long seed = Long.getLong("crash.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("faults " + FAULTS + ": seed " + seed);
        try (Site site = new Site(services, Path.of("target", "faults"), new Random(seed))) {
            System.out.println(site.describe());
            Findings findings = new FaultLoop(site, seed).run(FAULTS, 1);
            System.out.println(findings);
            // The embedded broker takes replies that it had confirmed with it, and their tasks have to run again.
            findings.check(services.brokerIsEmbedded() ? Fault.Repeats.OF_ANYBODY : Fault.Repeats.OF_VICTIMS);
        }
    }
}
