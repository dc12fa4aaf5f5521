package io.windlass.examples.cli;

import io.windlass.embedded.Services;
import io.windlass.embedded.TemporaryDatabase;
import io.windlass.examples.bench.Comparison;
import io.windlass.examples.bench.FlowBench;
import io.windlass.examples.bench.Step;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.proxy.RequestQueue;
import io.windlass.proxy.amqp.AmqpProxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import io.windlass.runtime.RunThreads;
import io.windlass.worker.Worker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** First figures. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Times flows of three remote tasks beside a bare loop that does the same messages and commits; engine"
                        + " and worker share this process, each with connections of its own to the broker.")
final class BenchCommand implements Callable<Integer> {
    private static final String PREFIX = "windlass.bench";

    @Mixin
    private StageOptions stage = new StageOptions();

    @Option(names = "--flows", defaultValue = "2000", description = "to run; default: ${DEFAULT-VALUE}")
    private int flows = 2_000;

    @Option(names = "--in-flight", defaultValue = "64", description = "at once; default: ${DEFAULT-VALUE}")
    private int inFlight = 64;

    @Option(names = "--alone", defaultValue = "200", description = "flows run one by one; default: ${DEFAULT-VALUE}")
    private int alone = 200;

    @Option(names = "--slots", defaultValue = "64", description = "of the worker; default: ${DEFAULT-VALUE}")
    private int slots = 64;

    @Option(
            names = "--classic",
            fallbackValue = "true",
            defaultValue = "false",
            description = "classic queues, also where the broker has quorum queues")
    private boolean classic;

    @Override
    public Integer call() throws Exception {
        try (Services services = stage.services(Path.of("examples", "target", "bench"));
                TemporaryDatabase database = services.newDatabase("windlass_bench");
                AmqpProxy cleaner = connect(services, "bench-cleaner")) {
            System.out.println(services.describe());
            System.out.println("Broker: " + cleaner.describe());
            run(services, database);
            cleaner.deleteAll(List.of(cleaner.naming().requestQueue(new RequestQueue("bench", "bench.step", 1))));
        }
        return 0;
    }

    private void run(Services services, TemporaryDatabase database) throws Exception {
        try (RunThreads threads = new RunThreads();
                Persistence persistence = PostgresPersistence.builder()
                        .url(database.url())
                        .name("bench")
                        .open();
                Proxy workerProxy = connect(services, "bench-worker");
                Proxy engineProxy = connect(services, "bench-engine");
                Worker worker = Worker.builder(workerProxy)
                        .pool("bench")
                        .slots(slots)
                        .register(Step.class)
                        .build();
                RemoteExecutor executor = new RemoteExecutor(engineProxy, persistence, RemoteOptions.DEFAULT)) {
            worker.start();
            Map<String, Object> queues =
                    classic || services.brokerIsEmbedded() ? Map.of() : Map.of("x-queue-type", "quorum");
            new Comparison(new FlowBench(persistence, executor, threads), System.out)
                    .run(services.amqpUrl(), database.url(), PREFIX, queues, flows, inFlight, alone);
        }
    }

    private AmqpProxy connect(Services services, String name) {
        var builder = AmqpProxy.builder(services.amqpUrl()).prefix(PREFIX).name(name);
        return (classic ? builder.classicQueues() : builder).connect();
    }
}
