package io.windlass.bench.product;

import io.windlass.bench.child.Load;
import io.windlass.flow.Flow;
import io.windlass.flow.LinearFlow;
import io.windlass.flow.UnorderedFlow;

/** The flows of a load, as somebody would write them. */
final class Flows {
    /** What the first tasks need. */
    static final String INPUT = "count";

    private Flows() {}

    static Flow of(Load load) {
        return switch (load.shape()) {
            case CHAIN -> chain(load.tasks());
            case FAN -> fan(load.tasks());
        };
    }

    private static Flow chain(int tasks) {
        LinearFlow flow = LinearFlow.named("bench-chain");
        String input = INPUT;
        for (int i = 1; i <= tasks; i++) {
            String output = "result-" + i;
            flow.add(new Step().named("step-" + i).rebind(INPUT, input).provides(output));
            input = output;
        }
        return flow;
    }

    private static Flow fan(int tasks) {
        Step[] steps = new Step[tasks];
        for (int i = 0; i < tasks; i++) {
            steps[i] = (Step) new Step().named("step-" + i);
        }
        return UnorderedFlow.named("bench-fan").add(steps);
    }
}
