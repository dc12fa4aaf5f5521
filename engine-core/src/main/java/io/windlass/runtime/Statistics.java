package io.windlass.runtime;

import io.windlass.state.MachineState;
import java.time.Duration;
import java.util.Map;

/**
 * What one run has done so far.
 *
 * @param activeFor how long it has been going on, or went on
 * @param awaiting how many atoms are selected and not started yet
 * @param completed how many times an execute or revert has ended
 * @param incomplete how many of them are under way
 * @param discardedFailures how many failures of tasks were resolved: by undoing, or by a retry
 * @param timeIn how long it was in each state in which it has been
 */
public record Statistics(
        Duration activeFor,
        int awaiting,
        int completed,
        int incomplete,
        int discardedFailures,
        Map<MachineState, Duration> timeIn) {
    /** Of a run that has not begun. */
    public static final Statistics NONE = new Statistics(Duration.ZERO, 0, 0, 0, 0, Map.of());

    public Statistics {
        timeIn = Map.copyOf(timeIn);
    }
}
