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
import org.jspecify.annotations.Nullable;
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
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--heartbeat",
            defaultValue = "PT1S",
            description = "how often processes tell that they are alive; the same for all; default: ${DEFAULT-VALUE}")
    private Duration heartbeat = Duration.ofSeconds(1);

    @Option(names = "--name", description = "of the process, for people; default: host name and process id")
    private @Nullable String name;

    @Option(
            names = "--lease",
            defaultValue = "PT15S",
            description =
                    "after so long a silence of this process others take its flows over; default: ${DEFAULT-VALUE}")
    private Duration lease = Duration.ofSeconds(15);

    @Override
    public Integer call() throws IOException {
        RemoteOptions options = RemoteOptions.DEFAULT.withHeartbeat(heartbeat);
        String called = name == null ? ProcessName.ofThisProcess() : name;
        database.reach();
        try (Proxy proxy = broker.connect(called)) {
            serve(called, proxy, options);
        }
        return 0;
    }

    private void serve(String called, Proxy connected, RemoteOptions options) throws IOException {
        try (Persistence persistence = PostgresPersistence.builder()
                        .url(database.url())
                        .name(called)
                        .lease(lease)
                        .open();
                Proxy proxy = connected; // closed here, before the lease is given up
                RemoteExecutor executor = new RemoteExecutor(proxy, persistence, options);
                EngineProcess engine = new EngineProcess(persistence, executor, database.url(), lease)) {
            engine.serve(System.in, System.out);
        }
    }
}
