package io.windlass.examples.volume;

import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import java.util.List;

/** The flow: record, backend, status. Needs {@code volumeId}, {@code sizeGb} and {@code plan}. */
public final class CreateVolume {
    /** The flow's name: what a process that takes such a flow over knows it by. */
    public static final String NAME = "create-volume";

    /** The names of its tasks, in order. */
    public static final List<String> ATOMS = List.of("record", "backend", "status");

    /** The types of its tasks, in order. */
    public static final List<String> TYPES =
            List.of("volume.create-record", "volume.create-backend", "volume.update-status");

    private CreateVolume() {}

    /** {@return a new flow, whose tasks record there what they do} */
    public static Flow flow(Ledger effects) {
        return LinearFlow.named(NAME)
                .add(
                        new CreateRecord(effects).named("record").provides("record"),
                        new CreateBackend(effects).named("backend").provides("backend"),
                        new UpdateStatus(effects).named("status").provides("status"));
    }
}
