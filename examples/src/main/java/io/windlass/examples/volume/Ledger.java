package io.windlass.examples.volume;

import io.windlass.atom.TaskContext;

/** Where the tasks keep record of what they do: stands for the outside world. Thread-safe. */
public interface Ledger {
    /** One that keeps nothing, for flows that are run for their course alone. */
    Ledger NONE = new Ledger() {
        @Override
        public void started(TaskContext context) {}

        @Override
        public void make(TaskContext context) {}

        @Override
        public void unmake(TaskContext context) {}
    };

    /** Notes that a body has started. */
    void started(TaskContext context);

    /** Makes the effect of a task, once however often it is called, and notes that the body has finished. */
    void make(TaskContext context);

    /** Takes away the effect of a task, or of what was done of it, and notes that the body has finished. */
    void unmake(TaskContext context);
}
