package io.windlass.examples.cli;

import io.windlass.examples.volume.CreateBackend;
import io.windlass.examples.volume.CreateRecord;
import io.windlass.examples.volume.Effects;
import io.windlass.examples.volume.UpdateStatus;
import io.windlass.proxy.Proxy;
import io.windlass.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A worker process for the example's tasks. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Runs tasks of the create-volume example until it is told to stop (SIGTERM: finishes what runs).")
final class WorkerCommand implements Callable<Integer> {
    /** The tasks that a worker may serve. */
    enum Serves {
        RECORD,
        BACKEND,
        STATUS
    }

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    @Option(names = "--name", required = true, description = "of the process, unique among all workers")
    private String name = "";

    @Option(names = "--pool", defaultValue = "default", description = "where it works; default: ${DEFAULT-VALUE}")
    private String pool = "default";

    @Option(names = "--slots", defaultValue = "4", description = "tasks at once; default: ${DEFAULT-VALUE}")
    private int slots = 4;

    @Option(
            names = "--serve",
            split = ",",
            required = true,
            description = "which tasks: ${COMPLETION-CANDIDATES}, separated by commas")
    private List<Serves> serves = List.of();

    @Option(
            names = "--drain-timeout",
            defaultValue = "PT30S",
            description = "how long running tasks may take to finish at the end; default: ${DEFAULT-VALUE}")
    private Duration drainTimeout = Duration.ofSeconds(30);

    @Option(names = "--with-parent", description = "end when standard input is closed")
    private boolean withParent;

    @Override
    public Integer call() throws InterruptedException {
        try (Effects effects = new Effects(services.databaseUrl());
                Proxy proxy = services.connect(name)) {
            Worker.Builder builder = Worker.builder(proxy)
                    .name(name)
                    .pool(pool)
                    .slots(slots)
                    .heartbeat(services.heartbeat())
                    .drainTimeout(drainTimeout);
            serves.forEach(task -> register(builder, task, effects));
            try (Worker worker = builder.build()) {
                Shutdown.onSignal(worker::close);
                if (withParent) {
                    Parent.whenGone(() -> System.exit(0));
                }
                worker.run();
            }
        }
        return 0;
    }

    private static void register(Worker.Builder builder, Serves task, Effects effects) {
        switch (task) {
            case RECORD -> builder.register(CreateRecord.class, () -> new CreateRecord(effects));
            case BACKEND -> builder.register(CreateBackend.class, () -> new CreateBackend(effects));
            case STATUS -> builder.register(UpdateStatus.class, () -> new UpdateStatus(effects));
        }
    }
}
