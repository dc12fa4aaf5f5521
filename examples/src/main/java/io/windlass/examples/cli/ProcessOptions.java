package io.windlass.examples.cli;

import io.windlass.health.Health;
import io.windlass.health.HealthServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What engine and worker processes are told alike. */
final class ProcessOptions {
    @Option(
            names = "--name",
            description = "of the process, a worker's unique among all workers; default: host name and process id")
    private @Nullable String name;

    @Option(
            names = "--heartbeat",
            defaultValue = "PT1S",
            description = "how often processes tell that they are alive; the same for all; default: ${DEFAULT-VALUE}")
    private Duration heartbeat = Duration.ofSeconds(1);

    @Option(
            names = "--health-port",
            description = "tells at /health and /ready of this port how the process is; default: it does not")
    private @Nullable Integer port;

    @Option(
            names = "--health-address",
            defaultValue = "127.0.0.1",
            description = "of this machine, for --health-port; 0.0.0.0 for all; default: ${DEFAULT-VALUE}")
    private String address = "127.0.0.1";

    String name() {
        return name == null ? ProcessName.ofThisProcess() : name;
    }

    Duration heartbeat() {
        return heartbeat;
    }

    /** Starts to tell, if that is wanted; {@return what to close in the end} */
    Optional<HealthServer> start(Supplier<Health> source) {
        return Optional.ofNullable(port)
                .map(chosen -> HealthServer.start(new InetSocketAddress(address, chosen), source));
    }
}
