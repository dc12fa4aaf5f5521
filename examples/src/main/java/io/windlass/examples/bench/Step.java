package io.windlass.examples.bench;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;

/** Does next to nothing, so that what is measured is the way to it and back. */
@TaskType("bench.step")
public final class Step extends Task {
    /** Counts one on. */
    public long execute(long count) {
        return count + 1;
    }
}
