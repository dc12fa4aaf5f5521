package io.windlass.bench.workload;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.List;

/** Flows whose tasks run in the engine's process, beside a loop that only stores rows. */
final class LocalFlows implements Workload {
    private final int inFlight;

    LocalFlows(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "local-" + inFlight;
    }

    @Override
    public String description() {
        return inFlight
                + " flows of three chained local tasks in flight, recorded in PostgreSQL: throughput and latency";
    }

    @Override
    public boolean runsOn(QueueKind kind) {
        return kind == QueueKind.NONE;
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        Child rows = stage.start(Part.Role.LOCAL_LIMIT, "local-limit", Stage.HEAP, 0, 0);
        Child engine = stage.start(Part.Role.LOCAL_ENGINE, "local-engine", Stage.HEAP, inFlight, 0);
        Side limit = stage.warm(stage.side(Result.LIMIT, List.of(rows), List.of()));
        Side product = stage.warm(stage.side(Result.PRODUCT, List.of(engine), List.of()));
        Load load = Load.chains(inFlight, stage.pace().millis());
        return List.of(new Result(
                name(),
                stage.kind().label(),
                Figure.TASKS_PER_SECOND,
                stage.rounds().inTurns(List.of(limit.given(load), product.given(load)))));
    }
}
