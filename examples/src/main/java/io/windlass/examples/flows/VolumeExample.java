package io.windlass.examples.flows;

import io.windlass.examples.volume.BackendPlan;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Effects;
import io.windlass.examples.volume.Ledger;
import io.windlass.state.FlowState;
import java.util.List;
import java.util.Map;

/** Creating a volume, as the demo does twenty at once: a record, a backend, a status. */
final class VolumeExample implements Example {
    private static final int SIZE_GB = 10;
    private static final long BACKEND_MILLIS = 50;

    @Override
    public String name() {
        return CreateVolume.NAME;
    }

    @Override
    public String summary() {
        return "a record, a backend, a status: two volumes, one of which finds no space";
    }

    @Override
    public List<Scene> scenes() {
        return List.of(
                scene("There is space", "vol-1", false, FlowState.SUCCESS).showing("status"),
                scene("There is none", "vol-2", true, FlowState.REVERTED));
    }

    private static Scene scene(String title, String volume, boolean fails, FlowState end) {
        // In a remote flow the engine calls none of the bodies: the ledger is the workers' affair.
        return Scene.of(title, CreateVolume.flow(Ledger.NONE), end)
                .given(Map.of("volumeId", volume, "sizeGb", SIZE_GB, "plan", new BackendPlan(BACKEND_MILLIS, fails)));
    }

    @Override
    public List<Post> posts() {
        return List.of(
                new Post("catalogue-1", "catalogue", List.of("volume.create-record", "volume.update-status")),
                new Post("storage-1", "storage", List.of("volume.create-backend")));
    }

    @Override
    public void prepare(String databaseUrl) {
        try (Effects effects = new Effects(databaseUrl)) {
            effects.createTables();
        }
    }
}
