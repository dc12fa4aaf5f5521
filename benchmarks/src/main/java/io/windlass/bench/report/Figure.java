package io.windlass.bench.report;

import java.util.Optional;

/** What is measured, in the order in which it is shown. */
public enum Figure {
    /** Throughput. */
    TASKS_PER_SECOND("tasksPerSecond", "tasks/s", Better.MORE),
    /** Half of the flows took no longer. */
    P50("p50Millis", "flow p50, ms", Better.LESS),
    /** 99 in 100 flows took no longer. */
    P99("p99Millis", "flow p99, ms", Better.LESS),
    /** Processor time of the broker's processes on this machine. */
    CPU_BROKER("cpuMicrosBroker", "CPU broker, µs/task", Better.UNRATED),
    /** Processor time of the engine processes. */
    CPU_ENGINE("cpuMicrosEngine", "CPU engine, µs/task", Better.UNRATED),
    /** Processor time of the worker processes. */
    CPU_WORKER("cpuMicrosWorker", "CPU worker, µs/task", Better.UNRATED),
    /** Processor time of PostgreSQL's processes on this machine. */
    CPU_POSTGRES("cpuMicrosPostgres", "CPU postgres, µs/task", Better.UNRATED),
    /** All of them together. */
    CPU_ALL("cpuMicrosAll", "CPU all, µs/task", Better.LESS),
    /** What the engine processes allocate. */
    ALLOCATED_ENGINE("allocatedBytesEngine", "allocated by engine, B/task", Better.UNRATED),
    /** What the worker processes allocate. */
    ALLOCATED_WORKER("allocatedBytesWorker", "allocated by worker, B/task", Better.UNRATED),
    /** The most of an engine's heap that was in use, garbage included. */
    PEAK_HEAP("peakHeapMegabytes", "engine's heap at the peak, MB", Better.UNRATED),
    /** The most of an engine's heap that was left after a collection. */
    KEPT_HEAP("keptHeapMegabytes", "engine's heap after a collection, MB", Better.UNRATED);

    private final String key;
    private final String label;
    private final Better better;

    Figure(String key, String label, Better better) {
        this.key = key;
        this.label = label;
        this.better = better;
    }

    /** Which way a figure should go. */
    public enum Better {
        /** As in throughput. */
        MORE,
        /** As in latency. */
        LESS,
        /** No side is measured by it. */
        UNRATED
    }

    /** {@return its name in figures and in JSON} */
    public String key() {
        return key;
    }

    /** {@return its name for people, with its unit} */
    public String label() {
        return label;
    }

    /** {@return which way it should go} */
    public Better better() {
        return better;
    }

    /** {@return the one of that key} */
    public static Optional<Figure> of(String key) {
        for (Figure figure : values()) {
            if (figure.key.equals(key)) {
                return Optional.of(figure);
            }
        }
        return Optional.empty();
    }
}
