package io.windlass.bench.report;

import java.util.List;

/**
 * What a workload came to.
 *
 * @param workload its name
 * @param queues which kind of queues it ran on, {@code none} without a broker
 * @param rated the figure whose ratio says how it went, where there is one
 * @param base the side that Windlass is measured by, where there is one
 * @param rounds all of them, as they were run
 */
public record Result(String workload, String queues, Figure rated, String base, List<Round> rounds) {
    /** The side that does no more than must be done. */
    public static final String LIMIT = "limit";

    /** The side that is measured by others. */
    public static final String PRODUCT = "windlass";

    /** What it came to by the limit. */
    public Result(String workload, String queues, Figure rated, List<Round> rounds) {
        this(workload, queues, rated, LIMIT, rounds);
    }
}
