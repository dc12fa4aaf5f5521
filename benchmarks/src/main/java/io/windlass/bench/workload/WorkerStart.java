package io.windlass.bench.workload;

import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.report.Round;
import io.windlass.bench.run.Command;
import io.windlass.bench.run.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a worker process takes until it can run tasks. */
final class WorkerStart implements Workload {
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "worker-start";
    }

    @Override
    public String description() {
        return "from the start of the process 'windlass worker' until it says that it is ready";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        List<Round> rounds = new ArrayList<>();
        try (Stage own = stage.another()) {
            // The first one reads the libraries from the disk, and declares the queues.
            for (int number = 0; number <= stage.pace().repeats(); number++) {
                double loadAverage = own.loadAverage();
                try (Command worker =
                        own.command("starting-worker-" + number, List.of("worker", "--serve", Command.TASK))) {
                    Map<String, Double> figures = new LinkedHashMap<>();
                    figures.put(Figure.START.key(), worker.nanosUntilReady() / NANOS_PER_MILLI);
                    if (number > 0) {
                        rounds.add(new Round(Result.PRODUCT, number, loadAverage, figures));
                    }
                }
            }
        }
        return List.of(new Result(name(), stage.kind().label(), Figure.START, rounds));
    }
}
