package io.windlass.examples.farm;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Votes for the change. */
@TaskType("farm.approve")
public final class Approve extends Task {
    /** Votes. */
    public void execute(String change, TaskContext context) {
        Said.by(context, change, "gets +1");
    }
}
