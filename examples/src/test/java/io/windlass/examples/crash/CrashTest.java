package io.windlass.examples.crash;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.volume.Effects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL at random moments, on the broker and database that the services say. The seed is printed; {@code
 * -Dcrash.seed} sets it.
 */
class CrashTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration LEASE = Duration.ofSeconds(2);

    @Test
    @Tag("services")
    void fiveWorkersAndFiveEnginesAreKilled() throws InterruptedException {
        kill(5);
    }

    @Test
    @Tag("chaos")
    void fiftyWorkersAndFiftyEnginesAreKilled() throws InterruptedException {
        kill(50);
    }

    private static void kill(int each) throws InterruptedException {
        long seed = Long.getLong("crash.seed", ThreadLocalRandom.current().nextLong());
        Services services = Services.shared();
        System.out.println("crash loop: seed " + seed + ", " + each + " kills each\n" + services.describe());
        try (TemporaryDatabase database = services.newDatabase("windlass_crash");
                Effects effects = new Effects(database.url());
                Cluster cluster = new Cluster(new Cluster.Settings(
                        services.amqpUrl(),
                        database.url(),
                        "windlass.crash." + UUID.randomUUID(),
                        HEARTBEAT,
                        LEASE,
                        Path.of("target", "crash-logs")))) {
            new CrashLoop(cluster, database.url(), effects, seed).run(each, each);
        }
    }
}
