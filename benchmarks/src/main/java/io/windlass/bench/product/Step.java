package io.windlass.bench.product;

import io.windlass.atom.Task;
import io.windlass.atom.TaskType;

/** Does next to nothing, so that what is measured is the way to it and back; or takes a while, as tasks do. */
@TaskType("bench.step")
public final class Step extends Task {
    private final long millis;

    /** One that takes no time. */
    public Step() {
        this(0);
    }

    /** One that takes so long, where it runs. */
    public Step(long millis) {
        this.millis = millis;
    }

    /** Counts one on. */
    public long execute(long count) throws InterruptedException {
        if (millis > 0) {
            Thread.sleep(millis);
        }
        return count + 1;
    }
}
