package io.windlass.bench.workload;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.List;

/** Very many runs at once in an engine process with little memory. */
final class ManyInFlight implements Workload {
    private static final int HEAP = 512;

    private final int inFlight;

    ManyInFlight(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "in-flight-" + inFlight;
    }

    @Override
    public String description() {
        return inFlight + " flows of three chained remote tasks in flight in one engine process with " + HEAP
                + " MB of heap";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        try (Stage own = stage.another()) {
            Child engine = own.start(Part.Role.ENGINE, "engine-small", HEAP, 0, 0);
            Child worker = own.start(Part.Role.WORKER, "worker-of-many", Stage.HEAP, Stage.SLOTS, 0);
            Side side = own.warm(own.side(Result.PRODUCT, List.of(engine), List.of(worker)));
            Load load = Load.chainsOf(2 * inFlight, inFlight);
            return List.of(new Result(
                    name(),
                    stage.kind().label(),
                    Figure.TASKS_PER_SECOND,
                    own.rounds().inTurns(List.of(side.given(load)))));
        }
    }
}
