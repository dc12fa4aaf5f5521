package io.windlass.bench.workload;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.List;

/** Two engine processes share the work of one. */
final class EngineProcesses implements Workload {
    private static final int IN_FLIGHT = 128;

    @Override
    public String name() {
        return "engines";
    }

    @Override
    public String description() {
        return IN_FLIGHT
                + " flows of three chained remote tasks in flight in one engine process, or half in each of two";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        try (Stage own = stage.another()) {
            Child first = own.start(Part.Role.ENGINE, "engine-1", Stage.HEAP, 0, 0);
            Child second = own.start(Part.Role.ENGINE, "engine-2", Stage.HEAP, 0, 0);
            Child worker = own.start(Part.Role.WORKER, "worker-of-two", Stage.HEAP, Stage.SLOTS, 0);
            Side one = own.side("1 engine", List.of(first), List.of(worker));
            Side two = own.side("2 engines", List.of(first, second), List.of(worker));
            own.warm(two);
            long millis = stage.pace().millis();
            return List.of(new Result(
                    name(),
                    stage.kind().label(),
                    Figure.TASKS_PER_SECOND,
                    own.rounds()
                            .inTurns(List.of(
                                    one.given(Load.chains(IN_FLIGHT, millis)),
                                    two.given(Load.chains(IN_FLIGHT / 2, millis))))));
        }
    }
}
