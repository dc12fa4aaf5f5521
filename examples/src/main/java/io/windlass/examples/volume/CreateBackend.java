package io.windlass.examples.volume;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** Makes the volume on a storage backend: the step that takes time, and that may fail. */
@TaskType("volume.create-backend")
public final class CreateBackend extends Task {
    private final Ledger effects;

    /** A task that records what it does there. */
    public CreateBackend(Ledger effects) {
        this.effects = effects;
    }

    /**
     * Makes the volume.
     *
     * @throws IllegalStateException when the plan says so
     */
    public String execute(VolumeRecord record, BackendPlan plan, TaskContext context) throws InterruptedException {
        effects.started(context);
        Thread.sleep(plan.millis());
        if (plan.fails()) {
            throw new IllegalStateException("no space left for " + record.sizeGb() + " GiB");
        }
        effects.make(context);
        return "lvm:" + record.id();
    }

    /** Removes the volume, or what there is of it. */
    public void revert(TaskContext context) {
        effects.started(context);
        effects.unmake(context);
    }
}
