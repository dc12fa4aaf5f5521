package io.windlass.bench.run;

/**
 * How much is run.
 *
 * @param repeats of each round that counts
 * @param millis how long a round takes that goes by time
 * @param warmUpFlows flows that each side runs before the first round, so that its code is compiled
 */
public record Pace(int repeats, long millis, int warmUpFlows) {
    /** Checks it. */
    public Pace {
        if (repeats < 1 || millis < 1 || warmUpFlows < 0) {
            throw new IllegalArgumentException("at least 1 repeat of at least 1 ms is run, not " + repeats + " of "
                    + millis + " ms after " + warmUpFlows + " flows");
        }
    }
}
