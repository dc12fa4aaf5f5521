package io.windlass.examples.cli;

import io.windlass.examples.cluster.ServedTasks;
import io.windlass.examples.volume.Effects;
import io.windlass.examples.volume.Ledger;
import io.windlass.health.HealthServer;
import io.windlass.proxy.Naming;
import io.windlass.proxy.Proxy;
import io.windlass.worker.Worker;
import io.windlass.worker.WorkerBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A worker process for the examples' tasks. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Runs tasks of the examples until it is told to stop.",
            "SIGTERM or Ctrl-C: gives back what has not started, lets what runs finish within the drain timeout, and"
                    + " exits with 0 if it did, else with 1. A second one ends it at once."
        })
final class WorkerCommand implements Callable<Integer> {
    /** For help and completion. */
    static final class TaskNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ServedTasks.names().iterator();
        }
    }

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private ProcessOptions process = new ProcessOptions();

    @Option(
            names = "--database-url",
            description = "where tasks of create-volume keep record, such as jdbc:postgresql://host/name; or"
                    + " $WINDLASS_DATABASE_URL")
    private @Nullable String databaseUrl;

    @Option(names = "--pool", defaultValue = "default", description = "where it works; default: ${DEFAULT-VALUE}")
    private String pool = "default";

    @Option(names = "--slots", defaultValue = "4", description = "tasks at once; default: ${DEFAULT-VALUE}")
    private int slots = 4;

    @Option(
            names = "--serve",
            split = ",",
            required = true,
            completionCandidates = TaskNames.class,
            description = "which tasks, separated by commas: ${COMPLETION-CANDIDATES}")
    private List<String> serves = List.of();

    @Option(
            names = "--drain-timeout",
            defaultValue = "PT30S",
            description = "how long running tasks may take to finish at the end; default: ${DEFAULT-VALUE}")
    private Duration drainTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--with-parent",
            fallbackValue = "true",
            defaultValue = "false",
            description = "end when standard input is closed")
    private boolean withParent;

    @Override
    public Integer call() throws InterruptedException {
        List<String> types = ServedTasks.types(serves);
        ServedTasks.queues(pool, serves)
                .forEach(queue -> queue.queueName(broker.naming().prefix()));
        String called = process.name();
        broker.naming().controlQueue(Naming.workerControl(called));
        try (Proxy proxy = broker.connect(called)) {
            Optional<Effects> effects = effects(types);
            try {
                serve(
                        worker(proxy, called),
                        types,
                        effects.map(Ledger.class::cast).orElse(Ledger.NONE));
            } finally {
                effects.ifPresent(Effects::close);
            }
        }
        return 0;
    }

    private WorkerBuilder worker(Proxy proxy, String called) {
        return Worker.builder(proxy)
                .name(called)
                .pool(pool)
                .slots(slots)
                .heartbeat(process.heartbeat())
                .drainTimeout(drainTimeout);
    }

    private Optional<Effects> effects(List<String> types) {
        if (!ServedTasks.needLedger(types)) {
            return Optional.empty();
        }
        if (databaseUrl == null) {
            throw new IllegalArgumentException("tasks of create-volume need a database; give --database-url or set $"
                    + Settings.variable("database-url"));
        }
        Reach.database(databaseUrl, Main.of(command).connectTimeout());
        return Optional.of(new Effects(databaseUrl));
    }

    private void serve(WorkerBuilder builder, List<String> types, Ledger ledger) throws InterruptedException {
        ServedTasks.register(builder, types, ledger);
        try (Worker worker = builder.build()) {
            Optional<HealthServer> server = process.start(worker::health);
            if (withParent) {
                Parent.endWith(worker::close);
            }
            try {
                Shutdown.onSignal(worker::drain, worker::run);
            } finally {
                server.ifPresent(HealthServer::close);
            }
        }
    }
}
