package io.windlass.bench.child;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Takes the times of one round. Thread-safe. */
public final class Timing {
    /** Tasks that were done in the round. */
    public static final String TASKS = "tasks";
    /** Throughput, the start and the end of the round included. */
    public static final String TASKS_PER_SECOND = "tasksPerSecond";
    /** Half of the flows took no longer, in milliseconds. */
    public static final String P50 = "p50Millis";
    /** 99 in 100 flows took no longer, in milliseconds. */
    public static final String P99 = "p99Millis";

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final long began = System.nanoTime();
    private final Histogram flows = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);

    /** Notes that a flow has ended which began then, by {@link System#nanoTime}. */
    public void flowEnded(long flowBegan) {
        flows.recordValue(Math.min(System.nanoTime() - flowBegan, LONGEST_NANOS));
    }

    /** {@return when the round began, by {@link System#nanoTime}} */
    public long began() {
        return began;
    }

    /** {@return how long the round has lasted, in nanoseconds} */
    public long elapsed() {
        return System.nanoTime() - began;
    }

    /** Ends the round; {@return its figures} */
    public Map<String, Double> figures(int tasksPerFlow) {
        double seconds = elapsed() / NANOS_PER_SECOND;
        double tasks = (double) flows.getTotalCount() * tasksPerFlow;
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(TASKS, tasks);
        figures.put("seconds", seconds);
        figures.put(TASKS_PER_SECOND, tasks / seconds);
        figures.put(P50, flows.getValueAtPercentile(50) / NANOS_PER_MILLI);
        figures.put(P99, flows.getValueAtPercentile(99) / NANOS_PER_MILLI);
        figures.put("maxMillis", flows.getMaxValue() / NANOS_PER_MILLI);
        return figures;
    }
}
