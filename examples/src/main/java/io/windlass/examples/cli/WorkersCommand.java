package io.windlass.examples.cli;

import io.windlass.proxy.Proxy;
import io.windlass.remote.RollCall;
import io.windlass.remote.WorkerView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the workers that are alive. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        description = "Asks the broker which workers are alive, and what each can do.")
final class WorkersCommand implements Callable<Integer> {
    private static final List<String> HEADING = List.of("NAME", "POOL", "STATE", "SLOTS", "FREE", "TASKS");

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private Listing listing = new Listing();

    @Option(
            names = "--listen",
            defaultValue = "PT2S",
            description = "how long to wait for their answers; default: ${DEFAULT-VALUE}")
    private Duration listen = RollCall.DEFAULT_LISTEN;

    /** A worker as JSON shows it; the names stay. */
    record View(String name, String pool, String state, int slots, int free, Map<String, List<String>> tasks) {
        private static View of(WorkerView worker) {
            return new View(
                    worker.name(),
                    worker.pool(),
                    worker.draining() ? "DRAINING" : "RUNNING",
                    worker.slots(),
                    worker.free(),
                    new TreeMap<>(worker.taskTypes()));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (listen.isZero() || listen.isNegative()) {
            throw new IllegalArgumentException("--listen is " + listen + "; it must be positive");
        }
        listing.list(HEADING, ask().stream().map(View::of).toList(), WorkersCommand::row);
        return 0;
    }

    private List<WorkerView> ask() throws InterruptedException {
        try (Proxy proxy = broker.connect("workers-" + ProcessName.ofThisProcess());
                RollCall call = new RollCall(proxy)) {
            return call.listen(listen);
        }
    }

    private static List<String> row(View worker) {
        String tasks = worker.tasks().entrySet().stream()
                .map(task -> task.getKey() + " " + String.join("/", task.getValue()))
                .collect(Collectors.joining(", "));
        return List.of(
                worker.name(),
                worker.pool(),
                worker.state(),
                String.valueOf(worker.slots()),
                String.valueOf(worker.free()),
                tasks);
    }
}
