package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.windlass.atom.Input;
import io.windlass.atom.Task;
import io.windlass.atom.Tasks;
import io.windlass.execution.SerialExecutor;
import io.windlass.flow.Flow;
import io.windlass.flow.GraphFlow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;
import io.windlass.persistence.memory.MemoryPersistence;
import io.windlass.runtime.RunThreads;
import io.windlass.state.FlowState;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the engine costs, in time and in memory, and how that grows with the flow. Prints a table; fails when
 * the memory of defining, compiling or running grows faster than the flow. By hand, on a machine that does nothing else,
 * in a minute and a half:
 * {@code ./mvnw test -Pchaos -pl engine-core -am -Dtest=CostTest -Dtest.jvm="-Xms2g -Xmx2g"}. That is the JVM as a server
 * has it; what other tests run with is not, and is refused. Seconds are those of the clock, garbage collections
 * included; "cpu" is the time of the processor that the threads of the engine take, which suffers less from what else
 * the machine does, without that of garbage collections. Of each figure the middle one of all rounds.
 */
@Tag("chaos")
class CostTest {
    /** The least first: the sizes of flows, with how many rounds of each are measured. */
    private static final int[] SIZES = {1_000, 10_000, 100_000};

    private static final int[] ROUNDS = {101, 21, 7};
    private static final int WARM_UP = 20;
    private static final int EDGES_A_TASK = 3;

    /** Only bytes are judged: seconds are for people. */
    private static final double MOST_FOR_BYTES = 1.05;

    /** Where children are added in any order cycles are searched for, over up to the root of all links. */
    private static final double MOST_TO_DEFINE = 1.15;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What all threads have used so far, by thread, at a moment. */
    private record Used(long nanos, Map<Long, Long> cpu, Map<Long, Long> bytes) {
        static Used now() {
            Map<Long, Long> cpu = new HashMap<>();
            Map<Long, Long> bytes = new HashMap<>();
            for (long thread : THREADS.getAllThreadIds()) {
                cpu.put(thread, THREADS.getThreadCpuTime(thread));
                bytes.put(thread, THREADS.getThreadAllocatedBytes(thread));
            }
            return new Used(System.nanoTime(), cpu, bytes);
        }

        Cost since(Used before) {
            return new Cost(
                    (nanos - before.nanos) / 1e9, difference(before.cpu, cpu) / 1e9, difference(before.bytes, bytes));
        }

        private static double difference(Map<Long, Long> before, Map<Long, Long> after) {
            return after.entrySet().stream()
                    .mapToLong(e -> Math.max(0, e.getValue() - before.getOrDefault(e.getKey(), 0L)))
                    .sum();
        }
    }

    /** Of one phase. */
    private record Cost(double seconds, double cpuSeconds, double bytes) {
        static Cost median(List<Cost> rounds) {
            return new Cost(
                    middle(rounds, Cost::seconds), middle(rounds, Cost::cpuSeconds), middle(rounds, Cost::bytes));
        }

        private static double middle(List<Cost> rounds, ToDoubleFunction<Cost> figure) {
            return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
        }
    }

    /** Of making tasks and adding them to a flow, of making an engine for it, and of running it. */
    private record Costs(Cost define, Cost compile, Cost run) {
        static Costs median(List<Costs> rounds) {
            return new Costs(median(rounds, Costs::define), median(rounds, Costs::compile), median(rounds, Costs::run));
        }

        private static Cost median(List<Costs> rounds, Function<Costs, Cost> phase) {
            return Cost.median(rounds.stream().map(phase).toList());
        }
    }

    @Test
    void growsNoFasterThanTheFlow() {
        List<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertThat(arguments)
                .as("this measures nothing on a JVM for short tests: run it with -Dtest.jvm=\"-Xms2g -Xmx2g\"")
                .noneMatch(argument -> argument.startsWith("-XX:TieredStopAtLevel"));
        System.out.println("cost: serial executor, store in memory, tasks that do nothing; for each atom wall clock us,"
                + " cpu us, bytes; " + jvm());
        System.out.printf(Locale.ROOT, "cost: %-10s %8s %28s %28s %28s%n", "flow", "tasks", "define", "compile", "run");
        List<String> square = new ArrayList<>();
        measure("linear", CostTest::linear, square);
        measure("unordered", CostTest::unordered, square);
        measure("graph", CostTest::graph, square);
        measure("shuffled", CostTest::shuffled, square);
        assertThat(square).isEmpty();
    }

    private static String jvm() {
        List<String> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .toList();
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + " "
                + System.getProperty("java.vm.info") + ", " + collectors + ", heap of "
                + Runtime.getRuntime().maxMemory() / 1_000_000 + " MB, "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }

    private static void measure(String name, IntFunction<Supplier<Flow>> flows, List<String> square) {
        for (int i = 0; i < WARM_UP; i++) {
            cost(flows.apply(SIZES[1]));
        }
        List<Costs> costs = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            List<Costs> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS[i]; round++) {
                rounds.add(cost(flows.apply(SIZES[i])));
            }
            Costs typical = Costs.median(rounds);
            costs.add(typical);
            System.out.printf(
                    Locale.ROOT,
                    "cost: %-10s %8d %28s %28s %28s%n",
                    name,
                    SIZES[i],
                    each(typical.define, SIZES[i]),
                    each(typical.compile, SIZES[i]),
                    each(typical.run, SIZES[i]));
        }
        System.out.printf(
                Locale.ROOT,
                "cost: %-10s %8s %28s %28s %28s%n",
                name,
                "exponent",
                exponents(name + " define", costs.stream().map(Costs::define).toList(), square),
                exponents(name + " compile", costs.stream().map(Costs::compile).toList(), square),
                exponents(name + " run", costs.stream().map(Costs::run).toList(), square));
    }

    private static String each(Cost cost, int size) {
        return String.format(
                Locale.ROOT,
                "%8.2f %8.2f %8.0f",
                cost.seconds * 1e6 / size,
                cost.cpuSeconds * 1e6 / size,
                cost.bytes / size);
    }

    private static String exponents(String name, List<Cost> costs, List<String> square) {
        double bytes = exponent(costs, Cost::bytes);
        if (bytes > (name.endsWith(" define") ? MOST_TO_DEFINE : MOST_FOR_BYTES)) {
            square.add(name + ": bytes grow with exponent " + bytes);
        }
        return String.format(
                Locale.ROOT,
                "%8.2f %8.2f %8.2f",
                exponent(costs, Cost::seconds),
                exponent(costs, Cost::cpuSeconds),
                bytes);
    }

    /** {@return the slope of the least squares line through the logarithms} */
    private static double exponent(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < SIZES.length; i++) {
            meanX += Math.log(SIZES[i]) / SIZES.length;
            meanY += Math.log(figure.applyAsDouble(costs.get(i))) / SIZES.length;
        }
        double above = 0;
        double below = 0;
        for (int i = 0; i < SIZES.length; i++) {
            double x = Math.log(SIZES[i]) - meanX;
            above += x * (Math.log(figure.applyAsDouble(costs.get(i))) - meanY);
            below += x * x;
        }
        return above / below;
    }

    /** Nobody pays for the garbage of the round before. */
    private static Costs cost(Supplier<Flow> flows) {
        System.gc();
        Used before = Used.now();
        Flow flow = flows.get();
        Cost define = Used.now().since(before);
        try (RunThreads threads = new RunThreads(1);
                SerialExecutor executor = new SerialExecutor();
                MemoryPersistence store = new MemoryPersistence()) {
            before = Used.now();
            Engine engine = Engine.builder(flow)
                    .threads(threads)
                    .executor(executor)
                    .persistence(store)
                    .build();
            Cost compile = Used.now().since(before);
            before = Used.now();
            FlowState end = engine.run();
            Cost run = Used.now().since(before);
            assertThat(end).isEqualTo(FlowState.SUCCESS);
            return new Costs(define, compile, run);
        }
    }

    /** Names and all that is no engine's business, made before anything is measured. */
    private record Plan(List<List<String>> inputs, List<List<String>> outputs) {
        static Plan of(int size, IntFunction<List<String>> inputs) {
            Plan plan = new Plan(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < size; i++) {
                plan.inputs.add(inputs.apply(i));
                plan.outputs.add(new ArrayList<>(List.of("t" + i + ".0")));
            }
            return plan;
        }

        int size() {
            return inputs.size();
        }

        Task task(int number) {
            List<String> results = outputs.get(number);
            List<? extends Input> needed = inputs.get(number).stream()
                    .map(name -> Input.in(name, String.class))
                    .toList();
            Task task = Tasks.of("t" + number, needed, given -> results);
            return results.isEmpty() ? task : task.providesItems(results.toArray(String[]::new));
        }
    }

    private static Supplier<Flow> linear(int size) {
        Plan plan = Plan.of(size, i -> i == 0 ? List.of() : List.of("t" + (i - 1) + ".0"));
        return () -> {
            LinearFlow flow = LinearFlow.named("linear");
            for (int i = 0; i < plan.size(); i++) {
                flow.add(plan.task(i));
            }
            return flow;
        };
    }

    private static Supplier<Flow> unordered(int size) {
        Plan plan = Plan.of(size, i -> List.of());
        return () -> {
            UnorderedFlow flow = UnorderedFlow.named("unordered");
            for (int i = 0; i < plan.size(); i++) {
                flow.add(plan.task(i));
            }
            return flow;
        };
    }

    /** Each task takes a symbol from each of three random earlier ones; each edge has a symbol of its own. */
    private static Supplier<Flow> graph(int size) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        return graph("graph", random(size), order);
    }

    /** The same, but added in any order. */
    private static Supplier<Flow> shuffled(int size) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(size));
        return graph("shuffled", random(size), order);
    }

    private static Supplier<Flow> graph(String name, Plan plan, List<Integer> order) {
        return () -> {
            GraphFlow flow = GraphFlow.named(name);
            order.forEach(number -> flow.add(plan.task(number)));
            return flow;
        };
    }

    private static Plan random(int size) {
        Random random = new Random(size);
        Plan plan = new Plan(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < size; i++) {
            List<String> mine = new ArrayList<>();
            for (int edge = 0; edge < EDGES_A_TASK && i > 0; edge++) {
                int from = random.nextInt(i);
                List<String> theirs = plan.outputs.get(from);
                String symbol = "t" + from + "." + theirs.size();
                theirs.add(symbol);
                mine.add(symbol);
            }
            plan.inputs.add(mine);
            plan.outputs.add(new ArrayList<>());
        }
        return plan;
    }
}
