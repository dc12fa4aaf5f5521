package io.windlass.examples.bottles;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;
import io.windlass.examples.volume.Ledger;

/** The second line for a bottle: who sings it has the bottle in hand. */
@TaskType("bottles.pass-it-around")
public final class PassItAround extends Task {
    private final Ledger ledger;

    /** A task that records what it does there. */
    public PassItAround(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Passes the bottle around. */
    public void execute(long paceMillis, TaskContext context) throws InterruptedException {
        Singing.line("pass it around,", paceMillis, ledger, context);
    }
}
