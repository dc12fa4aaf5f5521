package io.windlass.bench.run;

import io.windlass.bench.child.Child;
import io.windlass.bench.report.Figure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What grows with the work that a side does, ever since its processes began; what is not known is missing. */
final class Counters {
    private Counters() {}

    /** {@return all of them} The peaks of its heaps begin anew. */
    static Map<Figure, Double> of(Side side) {
        Map<Figure, Double> counters = new EnumMap<>(Figure.class);
        counters.putAll(side.services().read());
        putProcessorTime(counters, Figure.CPU_ENGINE, side.engines());
        putIo(counters, side.engines(), Figure.READ_ENGINE, Figure.WRITTEN_ENGINE, Figure.CALLS_ENGINE);
        counters.put(Figure.ALLOCATED_ENGINE, sum(memory(side.engines()), "allocatedBytes"));
        if (!side.workers().isEmpty()) {
            putProcessorTime(counters, Figure.CPU_WORKER, side.workers());
            putIo(counters, side.workers(), Figure.READ_WORKER, Figure.WRITTEN_WORKER, Figure.CALLS_WORKER);
            counters.put(Figure.ALLOCATED_WORKER, sum(memory(side.workers()), "allocatedBytes"));
        }
        return counters;
    }

    static List<Map<String, Double>> memory(List<Child> children) {
        return children.stream().map(Child::memory).toList();
    }

    static double sum(List<Map<String, Double>> all, String key) {
        return all.stream().mapToDouble(one -> one.getOrDefault(key, 0.0)).sum();
    }

    private static void putProcessorTime(Map<Figure, Double> counters, Figure figure, List<Child> children) {
        List<OptionalLong> times =
                children.stream().map(child -> Processes.micros(child.pid())).toList();
        if (times.stream().allMatch(OptionalLong::isPresent)) {
            counters.put(
                    figure, times.stream().mapToDouble(OptionalLong::getAsLong).sum());
        }
    }

    private static void putIo(
            Map<Figure, Double> counters, List<Child> children, Figure read, Figure written, Figure calls) {
        List<Map<String, Long>> counts =
                children.stream().map(child -> Processes.io(child.pid())).toList();
        if (counts.stream().noneMatch(Map::isEmpty)) {
            counters.put(read, sum(counts, List.of("rchar")));
            counters.put(written, sum(counts, List.of("wchar")));
            counters.put(calls, sum(counts, List.of("syscr", "syscw")));
        }
    }

    private static double sum(List<Map<String, Long>> counts, List<String> keys) {
        return keys.stream()
                .mapToDouble(key -> counts.stream()
                        .mapToDouble(one -> one.getOrDefault(key, 0L))
                        .sum())
                .sum();
    }
}
