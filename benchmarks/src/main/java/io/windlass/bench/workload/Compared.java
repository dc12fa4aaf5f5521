package io.windlass.bench.workload;

import io.windlass.bench.child.Load;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Pace;
import io.windlass.bench.run.Stage;
import java.util.List;

/** A load that the limit loop and the product are given in turns. */
abstract class Compared implements Workload {
    /** {@return what says how it went} */
    Figure rated() {
        return Figure.TASKS_PER_SECOND;
    }

    /** {@return what each is given} */
    abstract Load load(Pace pace);

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        Load load = load(stage.pace());
        return List.of(new Result(
                name(),
                stage.kind().label(),
                rated(),
                stage.rounds()
                        .inTurns(List.of(
                                stage.limit().given(load), stage.product().given(load)))));
    }
}
