package io.windlass.examples.bottles;

import io.windlass.atom.TaskContext;
import io.windlass.examples.volume.Ledger;

/** How a line is sung. */
final class Singing {
    private Singing() {}

    /** Begins a line on standard output, takes its time, and records that it was sung. */
    static void line(String text, long paceMillis, Ledger ledger, TaskContext context) throws InterruptedException {
        ledger.started(context);
        System.out.println(text);
        Thread.sleep(paceMillis);
        ledger.make(context);
    }
}
