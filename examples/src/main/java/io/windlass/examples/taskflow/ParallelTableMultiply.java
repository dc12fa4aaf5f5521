package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.UnorderedFlow;
import io.windlass.runtime.RunIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A task for each row of a table, on threads that the engine is given. The first argument names a file of commas. */
final class ParallelTableMultiply {
    private static final int MULTIPLIER = 10;

    static final class MultiplyRow extends Task {
        private final List<Double> row;

        MultiplyRow(List<Double> row) {
            this.row = row;
        }

        public List<Double> execute() {
            return row.stream().map(cell -> cell * MULTIPLIER).toList();
        }
    }

    private ParallelTableMultiply() {}

    private static List<List<Double>> read(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .map(line -> Arrays.stream(line.split(",", -1))
                        .map(cell -> cell.isBlank() ? 0.0 : Double.parseDouble(cell))
                        .toList())
                .toList();
    }

    public static void main(String... arguments) throws IOException {
        List<List<Double>> table = arguments.length == 0 ? List.of() : read(Path.of(arguments[0]));
        UnorderedFlow flow = UnorderedFlow.named("root");
        for (int i = 0; i < table.size(); i++) {
            flow.add(new MultiplyRow(table.get(i)).named("m-" + i).provides("row-" + i));
        }
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(5)) {
            Engine engine = Engine.builder(flow).executor(threads).build();
            try (RunIterator run = engine.iterate()) {
                while (run.hasNext()) {
                    System.out.println(run.next());
                }
            }
            for (int i = 0; i < table.size(); i++) {
                System.out.println(engine.result("row-" + i, List.class));
            }
        }
    }
}
