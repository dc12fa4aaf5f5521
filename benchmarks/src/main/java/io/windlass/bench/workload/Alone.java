package io.windlass.bench.workload;

import io.windlass.bench.child.Load;
import io.windlass.bench.report.Figure;
import io.windlass.bench.run.Pace;

/** One flow at a time: how long it takes. */
final class Alone extends Compared {
    @Override
    public String name() {
        return "alone";
    }

    @Override
    public String description() {
        return "one flow of three chained remote tasks at a time: latency";
    }

    @Override
    Figure rated() {
        return Figure.P50;
    }

    @Override
    Load load(Pace pace) {
        return Load.chains(1, pace.millis());
    }
}
