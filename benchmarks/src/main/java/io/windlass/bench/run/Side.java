package io.windlass.bench.run;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * One of those that are compared: its processes, all that it needs for a round.
 *
 * @param name in reports
 * @param engines that are given the load, each all of it
 * @param workers that wait for requests; empty where the engine does the tasks
 * @param brokerPid of the process that has the broker; negative for RabbitMQ's
 */
public record Side(String name, List<Child> engines, List<Child> workers, long brokerPid) implements Contender {
    private static final double MEGA = 1e6;
    private static final String ALLOCATED = "allocatedBytes";

    /** Runs a load; {@return its figures, those of several engines together} */
    @Override
    public Map<String, Double> run(Load load) {
        double workersBefore = sum(memory(workers), ALLOCATED);
        Map<Figure, Long> before = processorTimes();
        double enginesBefore = sum(memory(engines), ALLOCATED);
        engines.forEach(engine -> engine.begin(load));
        Map<String, Double> figures =
                Together.of(engines.stream().map(Child::read).toList());
        double tasks = figures.getOrDefault(Timing.TASKS, 1.0);
        List<Map<String, Double>> heaps = memory(engines);
        figures.putAll(perTask(before, processorTimes(), tasks));
        figures.put(Figure.ALLOCATED_ENGINE.key(), (sum(heaps, ALLOCATED) - enginesBefore) / tasks);
        if (!workers.isEmpty()) {
            figures.put(Figure.ALLOCATED_WORKER.key(), (sum(memory(workers), ALLOCATED) - workersBefore) / tasks);
        }
        figures.put(Figure.PEAK_HEAP.key(), sum(heaps, "peakHeapBytes") / MEGA);
        figures.put(Figure.KEPT_HEAP.key(), sum(heaps, "keptHeapBytes") / MEGA);
        return figures;
    }

    private static List<Map<String, Double>> memory(List<Child> children) {
        return children.stream().map(Child::memory).toList();
    }

    private static double sum(List<Map<String, Double>> all, String key) {
        return all.stream().mapToDouble(one -> one.getOrDefault(key, 0.0)).sum();
    }

    private Map<Figure, Long> processorTimes() {
        Map<Figure, Long> times = new LinkedHashMap<>();
        put(times, Figure.CPU_BROKER, brokerPid < 0 ? Cpu.ofAll("beam.smp") : Cpu.of(brokerPid));
        put(times, Figure.CPU_ENGINE, all(engines, Child::pid));
        put(times, Figure.CPU_WORKER, all(workers, Child::pid));
        put(times, Figure.CPU_POSTGRES, Cpu.ofAll("postgres"));
        return times;
    }

    private static OptionalLong all(List<Child> children, ToLongFunction<Child> pid) {
        return children.stream()
                .map(child -> Cpu.of(pid.applyAsLong(child)))
                .reduce((one, other) -> one.isPresent() && other.isPresent()
                        ? OptionalLong.of(one.getAsLong() + other.getAsLong())
                        : OptionalLong.empty())
                .orElse(OptionalLong.empty());
    }

    private static void put(Map<Figure, Long> times, Figure figure, OptionalLong micros) {
        micros.ifPresent(value -> times.put(figure, value));
    }

    private static Map<String, Double> perTask(Map<Figure, Long> before, Map<Figure, Long> after, double tasks) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double all = 0;
        for (Map.Entry<Figure, Long> time : after.entrySet()) {
            double used = (time.getValue() - before.getOrDefault(time.getKey(), 0L)) / tasks;
            figures.put(time.getKey().key(), used);
            all += used;
        }
        if (!figures.isEmpty()) {
            figures.put(Figure.CPU_ALL.key(), all);
        }
        return figures;
    }
}
