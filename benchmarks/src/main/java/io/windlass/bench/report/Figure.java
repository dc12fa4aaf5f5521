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
    /** How much of what the workers' slots could do was done. */
    SLOTS_USED("slotsUsed", "of what the slots could do", Better.UNRATED),
    /** From a process's start until it says that it is ready. */
    START("startMillis", "start until ready, ms", Better.UNRATED),
    /** Processor time of the broker's processes on this machine. */
    CPU_BROKER("cpuMicrosBroker", "CPU broker, µs/task", Better.UNRATED),
    /** Processor time of the engine processes. */
    CPU_ENGINE("cpuMicrosEngine", "CPU engine, µs/task", Better.UNRATED),
    /** Processor time of the worker processes. */
    CPU_WORKER("cpuMicrosWorker", "CPU worker, µs/task", Better.UNRATED),
    /** Processor time of the database server's processes on this machine. */
    CPU_POSTGRES("cpuMicrosPostgres", "CPU postgres, µs/task", Better.UNRATED),
    /** All of them together. */
    CPU_ALL("cpuMicrosAll", "CPU all, µs/task", Better.LESS),
    /** What the engine processes allocate. */
    ALLOCATED_ENGINE("allocatedBytesEngine", "allocated by engine, B/task", Better.UNRATED),
    /** What the worker processes allocate. */
    ALLOCATED_WORKER("allocatedBytesWorker", "allocated by worker, B/task", Better.UNRATED),
    /** What the engine processes read from broker and database. */
    READ_ENGINE("readBytesEngine", "read by engine, B/task", Better.UNRATED),
    /** What the engine processes write to broker and database. */
    WRITTEN_ENGINE("writtenBytesEngine", "written by engine, B/task", Better.UNRATED),
    /** System calls of the engine processes that read or write. */
    CALLS_ENGINE("systemCallsEngine", "reads and writes of engine /task", Better.UNRATED),
    /** What the worker processes read from the broker. */
    READ_WORKER("readBytesWorker", "read by worker, B/task", Better.UNRATED),
    /** What the worker processes write to the broker. */
    WRITTEN_WORKER("writtenBytesWorker", "written by worker, B/task", Better.UNRATED),
    /** System calls of the worker processes that read or write. */
    CALLS_WORKER("systemCallsWorker", "reads and writes of worker /task", Better.UNRATED),
    /** What the database server wrote to its log, for whomever. */
    WAL("walBytes", "database's log, B/task", Better.UNRATED),
    /** Transactions in the run's database. */
    TRANSACTIONS("transactions", "transactions /task", Better.UNRATED),
    /** Statements in the run's database, where its server has pg_stat_statements. */
    STATEMENTS("statements", "statements /task", Better.UNRATED),
    /** Rows inserted and updated. */
    ROWS_WRITTEN("rowsWritten", "rows written /task", Better.UNRATED),
    /** Rows that were looked at. */
    ROWS_READ("rowsRead", "rows read /task", Better.UNRATED),
    /** Pages that were looked at, in memory or not. */
    BUFFERS("buffers", "buffers /task", Better.UNRATED),
    /** Pages that were not in the server's memory. */
    BUFFERS_READ("buffersRead", "buffers not in memory /task", Better.UNRATED),
    /** The most of an engine's heap that was in use, garbage included. */
    PEAK_HEAP("peakHeapMegabytes", "heap of engine at most, MB", Better.UNRATED),
    /** The most of an engine's heap that was left after a collection; 0 without one. */
    KEPT_HEAP("keptHeapMegabytes", "heap after a collection, MB", Better.UNRATED),
    /** While nothing is done: transactions in the run's database. */
    IDLE_TRANSACTIONS("transactionsPerSecond", "transactions/s", Better.UNRATED),
    /** While nothing is done: statements in the run's database, where its server has pg_stat_statements. */
    IDLE_STATEMENTS("statementsPerSecond", "statements/s", Better.UNRATED),
    /** While nothing is done: messages that processes send each other. */
    IDLE_MESSAGES("messagesPerSecond", "control messages/s", Better.UNRATED),
    /** While nothing is done: processor time, in hundredths of one processor. */
    IDLE_CPU_ENGINE("cpuPercentEngine", "CPU engine, %", Better.UNRATED),
    /** While nothing is done. */
    IDLE_CPU_CONDUCTOR("cpuPercentConductor", "CPU conductor, %", Better.UNRATED),
    /** While nothing is done. */
    IDLE_CPU_WORKER("cpuPercentWorker", "CPU worker, %", Better.UNRATED),
    /** While nothing is done. */
    IDLE_CPU_BROKER("cpuPercentBroker", "CPU broker, %", Better.UNRATED),
    /** While nothing is done. */
    IDLE_CPU_POSTGRES("cpuPercentPostgres", "CPU postgres, %", Better.UNRATED);

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
