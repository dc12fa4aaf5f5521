package io.windlass.examples.taskflow;

import io.windlass.atom.Task;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line of three steps, of which the first two are several tasks side by side, on threads. */
final class CalculateInParallel {
    static final class Provider extends Task {
        private final int value;

        Provider(int value) {
            this.value = value;
        }

        public int execute() {
            return value;
        }
    }

    static final class Adder extends Task {
        public int execute(int x, int y) {
            return x + y;
        }
    }

    private CalculateInParallel() {}

    private static Task provide(String name, int value) {
        return new Provider(value).named("provide-" + name).provides(name);
    }

    private static Task add(String name, String x, String y) {
        return new Adder().named("add-" + name).provides(name).rebindInOrder(x, y);
    }

    public static void main(String... arguments) {
        LinearFlow flow = LinearFlow.named("root")
                .add(
                        UnorderedFlow.named("provide")
                                .add(provide("x1", 2), provide("y1", 3), provide("x2", 5), provide("y2", 8)),
                        UnorderedFlow.named("add").add(add("z1", "x1", "y1"), add("z2", "x2", "y2")),
                        add("r", "z1", "z2"));
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(4)) {
            Engine engine = Engine.builder(flow).executor(threads).build();
            engine.run();
            Map<String, Integer> results = new LinkedHashMap<>();
            for (String name : List.of("x1", "y1", "x2", "y2", "z1", "z2", "r")) {
                results.put(name, engine.result(name, Integer.class));
            }
            System.out.println(results);
        }
    }
}
