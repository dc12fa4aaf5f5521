package io.windlass.examples.bottles;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.examples.volume.Ledger;

/** The last line for a bottle. */
@TaskType("bottles.conclude")
public final class Conclude extends Task {
    private final Ledger ledger;

    /** A task that records what it does there. */
    public Conclude(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Counts what is left. */
    public void execute(int bottles, long paceMillis, TaskContext context) throws InterruptedException {
        Singing.line(bottles + " bottles of beer on the wall", paceMillis, ledger, context);
    }
}
