package io.windlass.examples.cli;

import io.windlass.conductor.ConductorBuilder;
import io.windlass.engine.FlowFactories;
import io.windlass.examples.cluster.ConductorProcess;
import io.windlass.examples.cluster.MadeFlows;
import io.windlass.examples.cluster.Takeovers;
import io.windlass.examples.volume.Effects;
import io.windlass.health.Health;
import io.windlass.health.HealthServer;
import io.windlass.job.Jobboard;
import io.windlass.persistence.Persistence;
import io.windlass.persistence.postgres.PostgresPersistence;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.remote.RemoteExecutor;
import io.windlass.remote.RemoteOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A conductor process for the examples' flows. */
@Command(
        name = "conductor",
        mixinStandardHelpOptions = true,
        description = {
            "Claims jobs from a board and runs their flows, on workers or itself; takes over what dead processes left.",
            "Flows: create-volume, create-volume-v2, 99-bottles, review. Any number of conductors may share a board.",
            "The end of each job is a line of its standard output.",
            "SIGTERM or Ctrl-C: claims nothing more, has running flows suspended and gives their jobs back; exits with 0"
                    + " if that was done within 30 s, else with 1. A second one ends it at once."
        })
final class ConductorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private BoardAddress board = new BoardAddress();

    @Mixin
    private ProcessOptions process = new ProcessOptions();

    @Mixin
    private RemoteSettings remote = new RemoteSettings();

    @Option(
            names = "--local",
            fallbackValue = "true",
            defaultValue = "false",
            description = "runs the tasks itself, and needs no broker; default: on workers")
    private boolean local;

    @Option(
            names = "--amqp-url",
            description =
                    "the broker, such as amqp://user:password@host:5672/; or $WINDLASS_AMQP_URL; not with --local")
    private @Nullable String amqpUrl;

    @Option(
            names = "--prefix",
            defaultValue = Naming.DEFAULT_PREFIX,
            description = "of the names of exchanges and queues; default: ${DEFAULT-VALUE}")
    private String prefix = Naming.DEFAULT_PREFIX;

    @Option(
            names = "--at-once",
            paramLabel = "JOBS",
            description =
                    "how many jobs it works on at once, 0 for no limit; default: one more than there are processors")
    private @Nullable Integer atOnce;

    @Option(
            names = "--max-jobs",
            paramLabel = "JOBS",
            defaultValue = "-1",
            description = "ends when it has claimed so many jobs and they are done; default: it does not end by itself")
    private int maxJobs = -1;

    @Option(
            names = "--park",
            fallbackValue = "true",
            defaultValue = "false",
            description = "what gets stuck waits for an operator (see flows); default: it fails, or is undone")
    private boolean park;

    @Option(
            names = "--lease",
            defaultValue = "PT15S",
            description =
                    "after so long a silence of this process others take its flows over; default: ${DEFAULT-VALUE}")
    private Duration lease = Duration.ofSeconds(15);

    @Override
    public Integer call() throws InterruptedException {
        RemoteOptions options = remote.options(process.heartbeat());
        String called = process.name();
        database.reach();
        try (Proxy connected = local ? null : connect(called);
                PostgresPersistence store = PostgresPersistence.builder()
                        .url(database.url())
                        .name(called)
                        .lease(lease)
                        .open();
                Proxy proxy = connected; // closed here, before the lease is given up
                RemoteExecutor executor = proxy == null ? null : new RemoteExecutor(proxy, store, options)) {
            serve(called, store, proxy, executor);
        }
        return 0;
    }

    private Proxy connect(String called) {
        if (amqpUrl == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "a conductor without --local needs --amqp-url (or set $" + Settings.variable("amqp-url") + ")");
        }
        return Reach.broker(amqpUrl, prefix, called, Main.of(command).connectTimeout());
    }

    /** Without an executor the tasks run in this process. */
    private void serve(
            String called, PostgresPersistence store, @Nullable Proxy proxy, @Nullable RemoteExecutor executor)
            throws InterruptedException {
        store.onFenced(Shutdown::endFenced);
        Takeovers.Source source = executor == null ? store::takeOver : executor::takeOver;
        try (Effects effects = new Effects(database.url());
                Jobboard jobs = board.open(store, Main.of(command).connectTimeout())) {
            BoardAddress.connect(jobs);
            FlowFactories factories = MadeFlows.all(effects);
            try (ConductorProcess conductor = new ConductorProcess(
                    called, jobs, store, factories, source, lease, builder -> settings(builder, executor))) {
                List<AutoCloseable> opened = Stream.of(conductor, effects, executor, proxy, store)
                        .filter(Objects::nonNull)
                        .toList();
                Optional<HealthServer> server = process.start(() -> conductor.health(healthOf(store, executor)));
                try {
                    Shutdown.onSignal(
                            () -> Shutdown.closeAll(opened) && conductor.isEmptyHanded(),
                            () -> conductor.run(maxJobs, System.out));
                } finally {
                    server.ifPresent(HealthServer::close);
                }
            }
        }
    }

    private ConductorBuilder settings(ConductorBuilder builder, @Nullable RemoteExecutor executor) {
        if (executor != null) {
            builder.executor(executor);
        }
        builder.engines(engine -> engine.park(park));
        return atOnce == null ? builder : builder.mostAtOnce(atOnce);
    }

    private static Health healthOf(Persistence store, @Nullable RemoteExecutor executor) {
        return executor == null ? Health.GOOD.with(store.state()).remark(store.risks()) : executor.health();
    }
}
