package io.windlass.examples.cli;

import io.windlass.remote.RemoteOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a process that has tasks run on workers deals with those. */
final class RemoteSettings {
    @Option(
            names = "--heartbeat-timeout",
            defaultValue = "PT15S",
            description = "after so long a silence a worker counts as gone; default: ${DEFAULT-VALUE}")
    private Duration heartbeatTimeout = Duration.ofSeconds(15);

    @Option(
            names = "--max-starts",
            defaultValue = "" + RemoteOptions.DEFAULT_STARTS,
            description = "a request that was started so often without an outcome goes to the dead letters; default:"
                    + " ${DEFAULT-VALUE}")
    private int maxStarts = RemoteOptions.DEFAULT_STARTS;

    /**
     * {@return what is asked for, with the heartbeat of all processes}
     *
     * @throws IllegalArgumentException when they make no sense together
     */
    RemoteOptions options(Duration heartbeat) {
        return new RemoteOptions(
                        heartbeat,
                        heartbeatTimeout,
                        RemoteOptions.DEFAULT.reconnectGrace(),
                        RemoteOptions.DEFAULT.noWorkerTimeout())
                .withMaxStarts(maxStarts);
    }
}
