package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.engine.EngineBuilder;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import java.util.Map;
import java.util.TreeMap;

/** Sums in whatever order their inputs are there: nobody says which comes first. A flow inside a flow has its part. */
final class GraphOfSums {
    private static final int SUMS = 7;

    static final class Adder extends Task {
        public int execute(int x, int y) {
            return x + y;
        }
    }

    private GraphOfSums() {}

    private static Task sum(String name, String x, String y) {
        return new Adder().named("add-" + name).provides(name).rebindInOrder(x, y);
    }

    private static Flow flow() {
        return GraphFlow.named("root")
                .add(
                        LinearFlow.named("nested-linear").add(sum("x2", "y3", "y4"), sum("x1", "y1", "y2")),
                        sum("x5", "x1", "x3"),
                        sum("x3", "x1", "x2"),
                        sum("x4", "x2", "y5"),
                        sum("x6", "x5", "x4"),
                        sum("x7", "x6", "x6"));
    }

    private static Map<String, Integer> run(EngineBuilder builder) {
        Engine engine = builder.store("y1", 1)
                .store("y2", 3)
                .store("y3", 5)
                .store("y4", 7)
                .store("y5", 9)
                .build();
        engine.run();
        Map<String, Integer> sums = new TreeMap<>();
        for (int i = 1; i <= SUMS; i++) {
            sums.put("x" + i, engine.result("x" + i, Integer.class));
        }
        return sums;
    }

    public static void main(String... arguments) {
        System.out.println("Single threaded engine result " + run(Engine.builder(flow())));
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(4)) {
            System.out.println(
                    "Multi threaded engine result " + run(Engine.builder(flow()).executor(threads)));
        }
    }
}
