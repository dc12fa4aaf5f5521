package io.windlass.examples.farm;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Fetches the change. Any machine can do that. */
@TaskType("farm.checkout")
public final class Checkout extends Task {
    /** Fetches it; {@return where the sources are} */
    public String execute(String change, TaskContext context) {
        Said.by(context, change, "checked out");
        return "sources/" + change;
    }

    /** Deletes the sources. */
    public void revert(String change, TaskContext context) {
        Said.by(context, change, "sources deleted");
    }
}
