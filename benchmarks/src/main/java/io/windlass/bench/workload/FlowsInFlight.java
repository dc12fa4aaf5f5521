package io.windlass.bench.workload;

import io.windlass.bench.child.Load;
import io.windlass.bench.run.Pace;

/** Many flows at once: throughput, and how long each takes. */
final class FlowsInFlight extends Compared {
    private final int inFlight;

    FlowsInFlight(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "flows-" + inFlight;
    }

    @Override
    public String description() {
        return inFlight + " flows of three chained remote tasks in flight: throughput and latency";
    }

    @Override
    Load load(Pace pace) {
        return Load.chains(inFlight, pace.millis());
    }
}
