package io.windlass.bench.workload;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Part;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Counted;
import io.windlass.bench.run.Database;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.List;

/** What flows cost that have ended long ago: new ones in an empty database, and beside very many finished ones. */
final class FinishedFlows implements Workload {
    private static final int IN_FLIGHT = 64;

    private final int finished;

    FinishedFlows(int finished) {
        this.finished = finished;
    }

    @Override
    public String name() {
        return "finished-" + finished;
    }

    @Override
    public String description() {
        return IN_FLIGHT + " flows in flight in an empty database, and in one with " + finished + " finished flows";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        try (Stage empty = stage.another();
                Stage full = stage.another()) {
            Side few = side("empty", empty);
            Side many = side(finished + " finished", full);
            many.run(Load.chainsOf(1, 1));
            fill(full.database());
            empty.warm(few);
            full.warm(many);
            Load load = Load.chains(IN_FLIGHT, stage.pace().millis());
            return List.of(new Result(
                    name(),
                    stage.kind().label(),
                    Figure.TASKS_PER_SECOND,
                    stage.rounds()
                            .inTurns(List.of(
                                    new Counted(few.given(load), empty.database()),
                                    new Counted(many.given(load), full.database())))));
        }
    }

    private static Side side(String name, Stage stage) {
        String suffix = "-" + name.replace(' ', '-');
        Child engine = stage.start(Part.Role.ENGINE, "engine" + suffix, Stage.HEAP, 0, 0);
        Child worker = stage.start(Part.Role.WORKER, "worker" + suffix, Stage.HEAP, Stage.SLOTS, 0);
        return stage.side(name, List.of(engine), List.of(worker));
    }

    /** Repeats all rows of the one flow that has ended under new ids, so that they have the shape that flows leave. */
    private void fill(Database database) {
        database.execute("CREATE TEMPORARY TABLE copies AS SELECT gen_random_uuid() AS copy FROM generate_series(1, "
                + finished + ")");
        copy(database, "flows", "id");
        copy(database, "atoms", "flow");
        copy(database, "history", "flow");
        database.execute("VACUUM (ANALYZE) windlass.flows, windlass.atoms, windlass.history");
        database.execute("CHECKPOINT");
    }

    private static void copy(Database database, String table, String key) {
        List<String> columns = database.texts("SELECT column_name FROM information_schema.columns WHERE table_schema ="
                + " 'windlass' AND table_name = '" + table + "' ORDER BY ordinal_position");
        List<String> values = columns.stream()
                .map(column -> column.equals(key) ? "copy" : column)
                .toList();
        database.execute("INSERT INTO windlass." + table + " (" + String.join(", ", columns) + ") SELECT "
                + String.join(", ", values) + " FROM copies, windlass." + table);
    }
}
