package io.windlass.examples.cli;

import io.windlass.examples.cluster.EngineProcess;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Proxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An engine process for the example's flows. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = {
            "Runs create-volume flows on workers, and takes over flows of engines that died.",
            "Each line of its standard input makes a flow: ID VOLUME SIZE_GB BACKEND_MILLIS FAILS(true|false).",
            "Each change is a line of its standard output. It ends when its input does."
        })
final class EngineCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions services = new ServiceOptions();

    @Option(names = "--name", required = true, description = "of the process, for people")
    private String name = "";

    @Option(
            names = "--lease",
            defaultValue = "PT15S",
            description =
                    "after so long a silence of this process others take its flows over; default: ${DEFAULT-VALUE}")
    private Duration lease = Duration.ofSeconds(15);

    @Override
    public Integer call() throws IOException {
        RemoteOptions options = RemoteOptions.DEFAULT.withHeartbeat(services.heartbeat());
        try (Persistence persistence = PostgresPersistence.builder()
                        .url(services.databaseUrl())
                        .name(name)
                        .lease(lease)
                        .open();
                Proxy proxy = services.connect(name);
                RemoteExecutor executor = new RemoteExecutor(proxy, persistence, options);
                EngineProcess engine = new EngineProcess(persistence, executor, services.databaseUrl(), lease)) {
            engine.serve(System.in, System.out);
        }
        return 0;
    }
}
