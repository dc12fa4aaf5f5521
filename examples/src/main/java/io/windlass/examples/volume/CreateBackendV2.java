package io.windlass.examples.volume;

import io.windlass.atom.Task;
import io.windlass.atom.TaskContext;
import io.windlass.atom.TaskType;

/** What follows {@link CreateBackend} and cannot stand in for it: both are at work while the one is replaced. */
@TaskType(value = "volume.create-backend", version = "2.0")
public final class CreateBackendV2 extends Task {
    private final CreateBackend first;

    /** A task that records what it does there. */
    public CreateBackendV2(Ledger effects) {
        this.first = new CreateBackend(effects);
    }

    /**
     * Makes the volume.
     *
     * @throws IllegalStateException when the plan says so
     */
    public String execute(VolumeRecord record, BackendPlan plan, TaskContext context) throws InterruptedException {
        return first.execute(record, plan, context).replace("lvm:", "ceph:");
    }

    /** Removes the volume, or what there is of it. */
    public void revert(TaskContext context) {
        first.revert(context);
    }
}
