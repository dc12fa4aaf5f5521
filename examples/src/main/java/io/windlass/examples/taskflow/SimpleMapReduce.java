package io.windlass.examples.taskflow;

import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.engine.Engine;
import io.windlass.execution.ParallelExecutor;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers are summed in chunks, side by side; then a task sums what came of these. */
final class SimpleMapReduce {
    private static final int NUMBERS = 10_000;
    private static final int CHUNKS = 10;
    private static final int THREADS = 4;

    static final class SumMapper extends Task {
        public int execute(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    private SimpleMapReduce() {}

    private static List<Integer> chunk(int number) {
        int size = NUMBERS / CHUNKS;
        return IntStream.range(number * size, (number + 1) * size).boxed().toList();
    }

    public static void main(String... arguments) {
        UnorderedFlow mappers = UnorderedFlow.named("map");
        for (int i = 0; i < CHUNKS; i++) {
            mappers.add(new SumMapper()
                    .named("mapper-" + i)
                    .inject("numbers", chunk(i))
                    .provides("reduction-" + i));
        }
        String[] reductions =
                IntStream.range(0, CHUNKS).mapToObj(i -> "reduction-" + i).toArray(String[]::new);
        LinearFlow flow = LinearFlow.named("root")
                .add(
                        mappers,
                        Tasks.reduce("reducer", Input.all(Integer.class, reductions), Integer::sum)
                                .provides("total"));
        try (ParallelExecutor threads = ParallelExecutor.ofThreads(THREADS)) {
            System.out.println("Running a parallel engine with " + THREADS + " threads");
            Engine engine = Engine.builder(flow).executor(threads).build();
            engine.run();
            System.out.println("Calculated result = " + engine.result("total", Integer.class));
        }
    }
}
