package io.windlass.examples.cli;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.cluster.Cluster;
import io.windlass.examples.demo.Demo;
import io.windlass.examples.volume.Effects;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The demo, with its services. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job on real processes: flows on workers, one undone, a worker and an engine killed.",
            "Uses an embedded broker and database, or those of WINDLASS_AMQP_URL and WINDLASS_DATABASE_URL."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private StageOptions stage = new StageOptions();

    @Option(
            names = "--folder",
            defaultValue = "examples/target/demo",
            description = "for the data and logs of what it starts; default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("examples", "target", "demo");

    @Override
    public Integer call() throws InterruptedException {
        Path logs = folder.resolve("logs");
        try (Services services = stage.services(folder);
                TemporaryDatabase database = services.newDatabase("windlass_demo");
                Effects effects = new Effects(database.url());
                Cluster cluster = new Cluster(new Cluster.Settings(
                        services.amqpUrl(),
                        database.url(),
                        "windlass.demo",
                        Duration.ofMillis(500),
                        Duration.ofSeconds(3),
                        logs))) {
            System.out.println(services.describe());
            System.out.println("Logs: " + logs);
            return new Demo(cluster, database.url(), effects, folder.resolve("create-volume.svg"), System.out).run()
                    ? 0
                    : 1;
        }
    }
}
