package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;
import io.windlass.engine.Engine;
import io.windlass.flow.LinearFlow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two tasks on workers: the flow is the same as it would be without. */
final class WbeSimpleLinear {
    @TaskType("example.count-arguments")
    static final class One extends Task {
        public int execute(int x) {
            return 1;
        }
    }

    @TaskType("example.sum")
    static final class Sum extends Task {
        public int execute(int x, int y, int z) {
            return x + y + z;
        }
    }

    private WbeSimpleLinear() {}

    public static void main(String... arguments) {
        LinearFlow flow =
                LinearFlow.named("simple-linear").add(new One().provides("result1"), new Sum().provides("result2"));
        System.out.println("Running 2 workers.");
        try (LocalWorkers workers = LocalWorkers.start(2, List.of(One.class, Sum.class))) {
            System.out.println("Executing some work.");
            Engine engine = workers.engine(flow)
                    .store("x", 111)
                    .store("y", 222)
                    .store("z", 333)
                    .build();
            engine.run();
            System.out.println("Execution finished.");
            Map<String, Integer> values = new TreeMap<>();
            for (String name : List.of("result1", "result2", "x", "y", "z")) {
                values.put(name, engine.result(name, Integer.class));
            }
            System.out.println("Result = " + values);
            System.out.println("Stopping workers.");
        }
    }
}
