package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the engine costs, in time and in memory, and how that grows with the flow. Prints a table; fails when
 * the memory of compiling or running grows faster than the flow. By hand: {@code ./mvnw verify -Pchaos -pl engine-core -am -Dtest=CostTest}.
 */
@Tag("chaos")
class CostTest {
    private static final int[] SIZES = {1_000, 10_000, 100_000};
    /** Adding to a graph flow looks at all that comes before each child: larger ones take minutes to define. */
    private static final int[] SIZES_OF_GRAPHS = {1_000, 3_000, 10_000};

    private static final int WARM_UP = 20;
    private static final int EDGES_A_TASK = 3;
    /** Only bytes are judged: seconds are for people, on a machine that does nothing else. */
    private static final Set<Integer> BYTES = Set.of(2, 4);

    private static final double MOST_FOR_BYTES = 1.1;
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of defining a flow, which is told and not judged, of making an engine for it, and of running it. */
    private record Cost(
            double defineSeconds, double compileSeconds, double compileBytes, double runSeconds, double runBytes) {
        Cost min(Cost other) {
            return new Cost(
                    Math.min(defineSeconds, other.defineSeconds),
                    Math.min(compileSeconds, other.compileSeconds),
                    Math.min(compileBytes, other.compileBytes),
                    Math.min(runSeconds, other.runSeconds),
                    Math.min(runBytes, other.runBytes));
        }

        List<Double> values() {
            return List.of(defineSeconds, compileSeconds, compileBytes, runSeconds, runBytes);
        }
    }

    @Test
    void growsNoFasterThanTheFlow() {
        System.out.println("cost: serial executor, store in memory, tasks that do nothing; bytes are those allocated by"
                + " all threads, from com.sun.management.ThreadMXBean");
        System.out.printf(
                Locale.ROOT,
                "cost: %-10s %8s %12s %12s %12s %12s %12s %14s%n",
                "flow",
                "tasks",
                "define s",
                "compile s",
                "compile MB",
                "run s",
                "run MB",
                "run us/atom");
        List<String> square = new ArrayList<>();
        measure("linear", SIZES, CostTest::linear, square);
        measure("unordered", SIZES, CostTest::unordered, square);
        measure("graph", SIZES_OF_GRAPHS, CostTest::graph, square);
        assertThat(square).isEmpty();
    }

    private static void measure(String name, int[] sizes, IntFunction<Flow> flows, List<String> square) {
        for (int i = 0; i < WARM_UP; i++) {
            cost(flows, sizes[0]);
        }
        List<Cost> costs = new ArrayList<>();
        for (int size : sizes) {
            Cost least = cost(flows, size);
            for (int again = size; again < sizes[sizes.length - 1]; again *= 10) {
                least = least.min(cost(flows, size));
            }
            costs.add(least);
            System.out.printf(
                    Locale.ROOT,
                    "cost: %-10s %8d %12.3f %12.3f %12.1f %12.3f %12.1f %14.1f%n",
                    name,
                    size,
                    least.defineSeconds,
                    least.compileSeconds,
                    least.compileBytes / 1e6,
                    least.runSeconds,
                    least.runBytes / 1e6,
                    least.runSeconds * 1e6 / size);
        }
        double[] exponents = new double[5];
        for (int i = 0; i < exponents.length; i++) {
            int which = i;
            exponents[i] = exponent(
                    sizes, costs.stream().map(cost -> cost.values().get(which)).toList());
            if (BYTES.contains(i) && exponents[i] > MOST_FOR_BYTES) {
                square.add(name + " " + i + ": " + exponents[i]);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "cost: %-10s %8s %12.2f %12.2f %12.2f %12.2f %12.2f%n",
                name,
                "exponent",
                exponents[0],
                exponents[1],
                exponents[2],
                exponents[3],
                exponents[4]);
    }

    /** {@return the slope of the least squares line through the logarithms} */
    private static double exponent(int[] sizes, List<Double> values) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < sizes.length; i++) {
            meanX += Math.log(sizes[i]) / sizes.length;
            meanY += Math.log(values.get(i)) / sizes.length;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < sizes.length; i++) {
            double x = Math.log(sizes[i]) - meanX;
            above += x * (Math.log(values.get(i)) - meanY);
            below += x * x;
        }
        return above / below;
    }

    private static Cost cost(IntFunction<Flow> flows, int size) {
        long defining = System.nanoTime();
        Flow flow = flows.apply(size);
        double defineSeconds = (System.nanoTime() - defining) / 1e9;
        try (RunThreads threads = new RunThreads(1);
                MemoryPersistence store = new MemoryPersistence()) {
            Map<Long, Long> bytesBefore = allocated();
            long before = System.nanoTime();
            Engine engine =
                    Engine.builder(flow).threads(threads).persistence(store).build();
            long compiled = System.nanoTime();
            Map<Long, Long> bytesCompiled = allocated();
            long begun = System.nanoTime();
            FlowState end = engine.run();
            long ended = System.nanoTime();
            Map<Long, Long> bytesEnded = allocated();
            assertThat(end).isEqualTo(FlowState.SUCCESS);
            return new Cost(
                    defineSeconds,
                    (compiled - before) / 1e9,
                    difference(bytesBefore, bytesCompiled),
                    (ended - begun) / 1e9,
                    difference(bytesCompiled, bytesEnded));
        }
    }

    private static Map<Long, Long> allocated() {
        Map<Long, Long> bytes = new HashMap<>();
        for (long thread : MEMORY.getAllThreadIds()) {
            bytes.put(thread, MEMORY.getThreadAllocatedBytes(thread));
        }
        return bytes;
    }

    private static double difference(Map<Long, Long> before, Map<Long, Long> after) {
        return after.entrySet().stream()
                .mapToLong(e -> Math.max(0, e.getValue() - before.getOrDefault(e.getKey(), 0L)))
                .sum();
    }

    private static Task task(int number, List<String> inputs, int outputs) {
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add("t" + number + "." + i);
        }
        Task task = Tasks.of(
                "t" + number,
                inputs.stream().map(name -> Input.in(name, String.class)).toList(),
                given -> results);
        return outputs == 0 ? task : task.providesItems(results.toArray(String[]::new));
    }

    private static Flow linear(int size) {
        LinearFlow flow = LinearFlow.named("linear");
        for (int i = 0; i < size; i++) {
            flow.add(task(i, i == 0 ? List.of() : List.of("t" + (i - 1) + ".0"), 1));
        }
        return flow;
    }

    private static Flow unordered(int size) {
        UnorderedFlow flow = UnorderedFlow.named("unordered");
        for (int i = 0; i < size; i++) {
            flow.add(task(i, List.of(), 1));
        }
        return flow;
    }

    /** Each task takes a symbol from each of three random earlier ones; each edge has a symbol of its own. */
    private static Flow graph(int size) {
        Random random = new Random(size);
        int[] outputs = new int[size];
        List<List<String>> inputs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<String> mine = new ArrayList<>();
            for (int edge = 0; edge < EDGES_A_TASK && i > 0; edge++) {
                int from = random.nextInt(i);
                mine.add("t" + from + "." + outputs[from]++);
            }
            inputs.add(mine);
        }
        GraphFlow flow = GraphFlow.named("graph");
        for (int i = 0; i < size; i++) {
            flow.add(task(i, inputs.get(i), outputs[i]));
        }
        return flow;
    }
}
