package io.windlass.bench.report;

import java.util.List;

/**
 * What a workload came to.
 *
 * @param workload its name
 * @param queues which kind of queues it ran on, {@code none} without a broker
 * @param rated the figure whose ratio says how it went, where there is one
 * @param rounds all of them, as they were run
 */
public record Result(String workload, String queues, Figure rated, List<Round> rounds) {
    /** The side that others are measured by. */
    public static final String LIMIT = "limit";

    /** The side that is measured by it. */
    public static final String PRODUCT = "windlass";
}
