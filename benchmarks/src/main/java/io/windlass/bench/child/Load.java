package io.windlass.bench.child;

/**
 * What a side is to do in one round. Of flows that run one after the other as many are begun as fit into the time, at
 * most the given number.
 *
 * @param shape of the flows
 * @param flows how many at most; one of a {@link Shape#FAN}
 * @param millis begin none after that; 0 for as long as it takes
 * @param inFlight so many flows at once; of a {@link Shape#FAN} so many requests of the limit loop
 * @param tasks in each flow
 */
public record Load(Shape shape, int flows, long millis, int inFlight, int tasks) {
    /** How many tasks a flow of a chain has. */
    public static final int CHAINED = 3;

    /** What a flow looks like. */
    public enum Shape {
        /** Each task needs the result of the one before. */
        CHAIN,
        /** No task needs another one. */
        FAN
    }

    /** Checks it. */
    public Load {
        if (flows < 1 || inFlight < 1 || tasks < 1 || millis < 0) {
            throw new IllegalArgumentException("a load does something: " + flows + " flows of " + tasks + " tasks, "
                    + inFlight + " at once, in " + millis + " ms");
        }
    }

    /** {@return flows of three chained tasks, so many at once, for so long} */
    public static Load chains(int inFlight, long millis) {
        return new Load(Shape.CHAIN, Integer.MAX_VALUE, millis, inFlight, CHAINED);
    }

    /** {@return so many flows of three chained tasks} */
    public static Load chainsOf(int flows, int inFlight) {
        return new Load(Shape.CHAIN, flows, 0, inFlight, CHAINED);
    }

    /** {@return one flow of so many tasks} */
    public static Load fan(int tasks, int inFlight) {
        return new Load(Shape.FAN, 1, 0, inFlight, tasks);
    }
}
