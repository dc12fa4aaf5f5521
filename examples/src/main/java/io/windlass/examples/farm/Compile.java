package io.windlass.examples.farm;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Compiles the change. That takes a machine with much memory. */
@TaskType("farm.compile")
public final class Compile extends Task {
    /** Compiles it; {@return where the programs are} */
    public String execute(String change, String sources, TaskContext context) {
        Said.by(context, change, "compiled");
        return sources.replace("sources/", "programs/");
    }

    /** Deletes the programs. */
    public void revert(String change, TaskContext context) {
        Said.by(context, change, "programs deleted");
    }
}
