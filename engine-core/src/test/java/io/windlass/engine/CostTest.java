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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the engine costs, in time and in memory, and how that grows with the flow. Prints a table; fails when
 * the memory of defining, compiling or running grows faster than the flow. By hand: {@code ./mvnw verify -Pchaos -pl engine-core -am -Dtest=CostTest}.
 */
@Tag("chaos")
class CostTest {
    private static final int[] SIZES = {1_000, 10_000, 100_000};
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 7;
    private static final int EDGES_A_TASK = 3;
    /** Only bytes are judged: seconds are for people, on a machine that does nothing else. */
    private static final Set<Integer> BYTES = Set.of(1, 3, 5);

    private static final int FIGURES = 6;

    private static final double MOST_FOR_BYTES = 1.1;
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of defining a flow, of making an engine for it, and of running it. */
    private record Cost(
            double defineSeconds,
            double defineBytes,
            double compileSeconds,
            double compileBytes,
            double runSeconds,
            double runBytes) {
        /** The machine is noisy: of each figure the middle one of all rounds. */
        static Cost median(List<Cost> rounds) {
            List<Double> middle = IntStream.range(0, FIGURES)
                    .mapToObj(which -> rounds.stream()
                            .map(cost -> cost.values().get(which))
                            .sorted()
                            .toList()
                            .get(rounds.size() / 2))
                    .toList();
            return new Cost(middle.get(0), middle.get(1), middle.get(2), middle.get(3), middle.get(4), middle.get(5));
        }

        List<Double> values() {
            return List.of(defineSeconds, defineBytes, compileSeconds, compileBytes, runSeconds, runBytes);
        }
    }

    @Test
    void growsNoFasterThanTheFlow() {
        System.out.println("cost: serial executor, store in memory, tasks that do nothing; bytes are those allocated by"
                + " all threads, from com.sun.management.ThreadMXBean");
        System.out.printf(
                Locale.ROOT,
                "cost: %-10s %8s %10s %10s %10s %10s %10s %10s %12s%n",
                "flow",
                "tasks",
                "define s",
                "define MB",
                "compile s",
                "compile MB",
                "run s",
                "run MB",
                "run us/atom");
        List<String> square = new ArrayList<>();
        measure("linear", CostTest::linear, square);
        measure("unordered", CostTest::unordered, square);
        measure("graph", CostTest::graph, square);
        measure("shuffled", CostTest::shuffled, square);
        assertThat(square).isEmpty();
    }

    private static void measure(String name, IntFunction<Flow> flows, List<String> square) {
        for (int i = 0; i < WARM_UP; i++) {
            cost(flows, SIZES[0]);
        }
        List<Cost> costs = new ArrayList<>();
        for (int size : SIZES) {
            Cost typical = Cost.median(IntStream.range(0, ROUNDS)
                    .mapToObj(round -> cost(flows, size))
                    .toList());
            costs.add(typical);
            System.out.printf(
                    Locale.ROOT,
                    "cost: %-10s %8d %10.3f %10.1f %10.3f %10.1f %10.3f %10.1f %12.1f%n",
                    name,
                    size,
                    typical.defineSeconds,
                    typical.defineBytes / 1e6,
                    typical.compileSeconds,
                    typical.compileBytes / 1e6,
                    typical.runSeconds,
                    typical.runBytes / 1e6,
                    typical.runSeconds * 1e6 / size);
        }
        double[] exponents = new double[FIGURES];
        for (int i = 0; i < exponents.length; i++) {
            int which = i;
            exponents[i] = exponent(
                    costs.stream().map(cost -> cost.values().get(which)).toList());
            if (BYTES.contains(i) && exponents[i] > MOST_FOR_BYTES) {
                square.add(name + " " + i + ": " + exponents[i]);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "cost: %-10s %8s %10.2f %10.2f %10.2f %10.2f %10.2f %10.2f%n",
                name,
                "exponent",
                exponents[0],
                exponents[1],
                exponents[2],
                exponents[3],
                exponents[4],
                exponents[5]);
    }

    /** {@return the slope of the typical squares line through the logarithms} */
    private static double exponent(List<Double> values) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < SIZES.length; i++) {
            meanX += Math.log(SIZES[i]) / SIZES.length;
            meanY += Math.log(values.get(i)) / SIZES.length;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < SIZES.length; i++) {
            double x = Math.log(SIZES[i]) - meanX;
            above += x * (Math.log(values.get(i)) - meanY);
            below += x * x;
        }
        return above / below;
    }

    private static Cost cost(IntFunction<Flow> flows, int size) {
        Map<Long, Long> bytesBefore = allocated();
        long before = System.nanoTime();
        Flow flow = flows.apply(size);
        long defined = System.nanoTime();
        Map<Long, Long> bytesDefined = allocated();
        try (RunThreads threads = new RunThreads(1);
                MemoryPersistence store = new MemoryPersistence()) {
            long compiling = System.nanoTime();
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
                    (defined - before) / 1e9,
                    difference(bytesBefore, bytesDefined),
                    (compiled - compiling) / 1e9,
                    difference(bytesDefined, bytesCompiled),
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
        GraphFlow flow = GraphFlow.named("graph");
        tasksOfGraph(size).forEach(flow::add);
        return flow;
    }

    /** The same, but added in any order. */
    private static Flow shuffled(int size) {
        List<Task> tasks = tasksOfGraph(size);
        Collections.shuffle(tasks, new Random(size));
        GraphFlow flow = GraphFlow.named("shuffled");
        tasks.forEach(flow::add);
        return flow;
    }

    private static List<Task> tasksOfGraph(int size) {
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
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tasks.add(task(i, inputs.get(i), outputs[i]));
        }
        return tasks;
    }
}
