package io.windlass.bench.workload;

import io.windlass.bench.child.Load;
import io.windlass.bench.run.Pace;

/** One flow of many independent tasks: throughput and the heap that it needs. */
final class FanOut extends Compared {
    /** Requests that the limit loop has under way; more did not make it faster. */
    private static final int WINDOW = 1000;

    private final int tasks;

    FanOut(int tasks) {
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return "fan-out-" + tasks;
    }

    @Override
    public String description() {
        return "one flow of " + tasks + " independent remote tasks: throughput and heap";
    }

    @Override
    Load load(Pace pace) {
        return Load.fan(tasks, WINDOW);
    }
}
