package io.windlass.examples.volume;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Says in the catalogue that the volume may be used. */
@TaskType("volume.update-status")
public final class UpdateStatus extends Task {
    private final Ledger effects;

    /** A task that records what it does there. */
    public UpdateStatus(Ledger effects) {
        this.effects = effects;
    }

    /** Sets the status. */
    public String execute(VolumeRecord record, String backend, TaskContext context) {
        effects.started(context);
        effects.make(context);
        return record.id() + " is available at " + backend;
    }

    /** Takes the status back. */
    public void revert(TaskContext context) {
        effects.started(context);
        effects.unmake(context);
    }
}
