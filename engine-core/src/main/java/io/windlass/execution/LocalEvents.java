package io.windlass.execution;

import io.windlass.atom.Task;
import io.windlass.state.Action;

/** What is worth measuring where bodies run in this process. Called for each body: must be quick. Thread-safe. */
interface LocalEvents {
    /** Measures nothing. */
    LocalEvents NONE = new LocalEvents() {
        @Override
        public void submitted(int requests) {}

        @Override
        public void started(Task task, long waitedNanos) {}

        @Override
        public void ended(Task task, Action action, boolean success, long ranNanos) {}

        @Override
        public void closed() {}
    };

    /** Requests came, each of which will be started and ended; fewer than none when some were taken back. */
    void submitted(int requests);

    /** A body starts, so long after its request came. */
    void started(Task task, long waitedNanos);

    /** A body has ended, or failed. */
    void ended(Task task, Action action, boolean success, long ranNanos);

    /** The executor takes nothing more. */
    void closed();
}
