package io.windlass.bench.workload;

import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.report.Round;
import io.windlass.bench.run.IdleProcesses;
import io.windlass.bench.run.Stage;
import java.util.ArrayList;
import java.util.List;

/** What the processes cost while there is nothing to do. */
final class Idle implements Workload {
    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "an engine, a conductor and a worker process with nothing to do: statements, messages, processor time";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        List<Round> rounds = new ArrayList<>();
        try (Stage own = stage.another();
                IdleProcesses processes = new IdleProcesses(own)) {
            for (int number = 1; number <= stage.pace().repeats(); number++) {
                double loadAverage = own.loadAverage();
                rounds.add(new Round(Result.PRODUCT, number, loadAverage, processes.watch()));
            }
        }
        return List.of(new Result(name(), stage.kind().label(), Figure.IDLE_TRANSACTIONS, rounds));
    }
}
