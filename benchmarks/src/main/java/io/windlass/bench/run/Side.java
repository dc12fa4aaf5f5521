package io.windlass.bench.run;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.child.Timing;
import io.windlass.bench.report.Figure;
import java.util.List;
import java.util.Map;

/**
 * Processes that do a load together.
 *
 * @param name in reports
 * @param engines that are given the load, each all of it
 * @param workers that wait for requests; empty where the engines do the tasks
 * @param services what they work on
 */
public record Side(String name, List<Child> engines, List<Child> workers, ServiceMeters services) {
    private static final double MEGA = 1e6;
    private static final List<Figure> PROCESSOR_TIMES =
            List.of(Figure.CPU_BROKER, Figure.CPU_ENGINE, Figure.CPU_WORKER, Figure.CPU_POSTGRES);

    /** {@return this side with something to do} */
    public Contender given(Load load) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, Double> run() {
                return Side.this.run(load);
            }
        };
    }

    /** Runs a load; {@return its figures, those of several engines together} */
    public Map<String, Double> run(Load load) {
        Map<Figure, Double> before = Counters.of(this);
        engines.forEach(engine -> engine.begin(load));
        Map<String, Double> figures =
                Together.of(engines.stream().map(Child::read).toList());
        List<Map<String, Double>> heaps = Counters.memory(engines);
        Map<Figure, Double> after = Counters.of(this);
        double tasks = figures.getOrDefault(Timing.TASKS, 1.0);
        after.forEach((figure, count) -> figures.put(figure.key(), (count - before.getOrDefault(figure, 0.0)) / tasks));
        figures.put(
                Figure.CPU_ALL.key(),
                PROCESSOR_TIMES.stream()
                        .mapToDouble(part -> figures.getOrDefault(part.key(), 0.0))
                        .sum());
        figures.put(Figure.PEAK_HEAP.key(), Counters.sum(heaps, "peakHeapBytes") / MEGA);
        figures.put(Figure.KEPT_HEAP.key(), Counters.sum(heaps, "keptHeapBytes") / MEGA);
        return figures;
    }
}
