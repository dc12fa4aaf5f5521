package io.windlass.bench.workload;

import io.windlass.bench.child.Load;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Contender;
import io.windlass.bench.run.Counted;
import io.windlass.bench.run.Stage;
import java.util.List;

/** What one remote task costs everywhere, by the database's own count too. */
final class Budget implements Workload {
    private static final int IN_FLIGHT = 64;

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public String description() {
        return IN_FLIGHT + " flows of three chained remote tasks in flight: what each task costs, counted";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        Load load = Load.chains(IN_FLIGHT, stage.pace().millis());
        List<Contender> both = List.of(
                new Counted(stage.limit().given(load), stage.database()),
                new Counted(stage.product().given(load), stage.database()));
        return List.of(new Result(
                name(), stage.kind().label(), Figure.CPU_ALL, stage.rounds().inTurns(both)));
    }
}
