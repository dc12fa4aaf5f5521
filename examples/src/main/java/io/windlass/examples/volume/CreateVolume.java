package io.windlass.examples.volume;

import io.windlass.atom.Task;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import java.util.List;

/** The flow: record, backend, status. Needs {@code volumeId}, {@code sizeGb} and {@code plan}. */
public final class CreateVolume {
    /** The flow's name: what a process that takes such a flow over knows it by. */
    public static final String NAME = "create-volume";

    /** The same with the second version of its backend's task. */
    public static final String NAME_V2 = "create-volume-v2";

    /** The names of its tasks, in order. */
    public static final List<String> ATOMS = List.of("record", "backend", "status");

    /** The types of its tasks, in order. */
    public static final List<String> TYPES =
            List.of("volume.create-record", "volume.create-backend", "volume.update-status");

    private CreateVolume() {}

    /** {@return a new flow, whose tasks record there what they do} */
    public static Flow flow(Ledger effects) {
        return flow(NAME, effects, new CreateBackend(effects));
    }

    /** {@return a new flow of the second version} */
    public static Flow flowV2(Ledger effects) {
        return flow(NAME_V2, effects, new CreateBackendV2(effects));
    }

    private static Flow flow(String name, Ledger effects, Task backend) {
        return LinearFlow.named(name)
                .add(
                        new CreateRecord(effects).named("record").provides("record"),
                        backend.named("backend").provides("backend"),
                        new UpdateStatus(effects).named("status").provides("status"));
    }
}
