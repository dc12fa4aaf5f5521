package io.windlass.examples.volume;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Writes the volume into the catalogue. */
@TaskType("volume.create-record")
public final class CreateRecord extends Task {
    private final Ledger effects;

    /** A task that records what it does there. */
    public CreateRecord(Ledger effects) {
        this.effects = effects;
    }

    /** Makes the record. */
    public VolumeRecord execute(String volumeId, int sizeGb, TaskContext context) {
        effects.started(context);
        effects.make(context);
        return new VolumeRecord(volumeId, sizeGb);
    }

    /** Removes the record. */
    public void revert(TaskContext context) {
        effects.started(context);
        effects.unmake(context);
    }
}
