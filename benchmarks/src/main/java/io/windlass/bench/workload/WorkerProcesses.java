package io.windlass.bench.workload;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.report.Round;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.ArrayList;
import java.util.List;

/** More worker processes do more of a task that takes a while. */
final class WorkerProcesses implements Workload {
    private static final List<Integer> COUNTS = List.of(1, 2, 4, 8, 16);
    private static final int SLOTS = 4;
    private static final long TASK_MILLIS = 50;
    private static final double PER_SECOND = 1000.0 / TASK_MILLIS;

    /** Enough flows that no slot waits for one. */
    private static final int FLOWS_PER_SLOT = 2;

    private static final int HEAP = 128;

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String description() {
        return "a task of " + TASK_MILLIS + " ms on 1 to 16 worker processes of " + SLOTS + " slots: throughput";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        try (Stage own = stage.another()) {
            Child engine = own.start(Part.Role.ENGINE, "engine", Stage.HEAP, 0, 0);
            warm(own, engine);
            List<Child> workers = new ArrayList<>();
            List<Round> rounds = new ArrayList<>();
            for (int count : COUNTS) {
                while (workers.size() < count) {
                    workers.add(
                            own.start(Part.Role.WORKER, "worker-" + (workers.size() + 1), HEAP, SLOTS, TASK_MILLIS));
                }
                Side side =
                        own.side(count == 1 ? "1 worker" : count + " workers", List.of(engine), List.copyOf(workers));
                Load load =
                        Load.chains(count * SLOTS * FLOWS_PER_SLOT, stage.pace().millis());
                rounds.addAll(own.rounds().inTurns(List.of(side.given(load))));
            }
            rounds.forEach(WorkerProcesses::rate);
            return List.of(new Result(name(), stage.kind().label(), Figure.SLOTS_USED, rounds));
        }
    }

    /** With a worker whose tasks take no time, or it would take too long. */
    private static void warm(Stage own, Child engine) {
        try (Child quick = own.start(Part.Role.WORKER, "worker-quick", Stage.HEAP, Stage.SLOTS, 0)) {
            own.warm(own.side(Result.PRODUCT, List.of(engine), List.of(quick)));
        }
    }

    private static void rate(Round round) {
        int count = Integer.parseInt(round.side().split(" ", -1)[0]);
        double possible = count * SLOTS * PER_SECOND;
        round.figures()
                .put(Figure.SLOTS_USED.key(), round.figures().getOrDefault(Timing.TASKS_PER_SECOND, 0.0) / possible);
    }
}
