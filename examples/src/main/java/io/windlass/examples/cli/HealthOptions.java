package io.windlass.examples.cli;

import io.windlass.health.Health;
import io.windlass.health.HealthServer;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and where a process tells how it is. */
final class HealthOptions {
    @Option(
            names = "--health-port",
            description = "tells at /health and /ready of this port how the process is; default: it does not")
    private @Nullable Integer port;

    @Option(
            names = "--health-address",
            defaultValue = "127.0.0.1",
            description = "of this machine, for --health-port; 0.0.0.0 for all; default: ${DEFAULT-VALUE}")
    private String address = "127.0.0.1";

    /** Starts to tell, if that is wanted; {@return what to close in the end} */
    Optional<HealthServer> start(Supplier<Health> source) {
        return Optional.ofNullable(port)
                .map(chosen -> HealthServer.start(new InetSocketAddress(address, chosen), source));
    }
}
