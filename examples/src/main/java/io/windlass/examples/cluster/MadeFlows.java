package io.windlass.examples.cluster;

import io.windlass.engine.FlowFactories;
import io.windlass.examples.bottles.BottleSong;
import io.windlass.examples.farm.Review;
import io.windlass.examples.volume.CreateVolume;
import io.windlass.examples.volume.Ledger;

/** The flows that processes of this program can make, and so run for jobs and take over. */
public final class MadeFlows {
    private MadeFlows() {}

    /** {@return all; their tasks record there what they do} */
    public static FlowFactories all(Ledger ledger) {
        return ofVolumes(ledger)
                .register(BottleSong.NAME, arguments -> BottleSong.flow(arguments, ledger))
                .register(Review.NAME, Review::flow);
    }

    /** {@return those of create-volume, whose tasks record there what they do} */
    public static FlowFactories ofVolumes(Ledger ledger) {
        return new FlowFactories()
                .register(CreateVolume.NAME, arguments -> CreateVolume.flow(ledger))
                .register(CreateVolume.NAME_V2, arguments -> CreateVolume.flowV2(ledger));
    }
}
