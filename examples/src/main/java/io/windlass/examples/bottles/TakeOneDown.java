package io.windlass.examples.bottles;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.examples.volume.Ledger;

/** The first line for a bottle. */
@TaskType("bottles.take-one-down")
public final class TakeOneDown extends Task {
    private final Ledger ledger;

    /** A task that records what it does there. */
    public TakeOneDown(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Takes a bottle from the wall; {@return how many are left} */
    public int execute(int bottles, long paceMillis, TaskContext context) throws InterruptedException {
        Singing.line("take one down,", paceMillis, ledger, context);
        return bottles - 1;
    }
}
