package io.windlass.bench.peer;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Load;
import io.windlass.bench.report.Figure;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Contender;
import io.windlass.bench.run.Pace;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import io.windlass.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Windlass beside another product: many flows in flight, and one at a time. */
abstract class PeerWorkload implements Workload {
    /** Flows in flight. */
    static final int IN_FLIGHT = 64;

    private final String product;
    private final Program program;
    private final List<String> variants;

    /**
     * One for a product.
     *
     * @param product its name for people
     * @param variants of what it offers, which are measured one after the other; an empty one has no name
     */
    PeerWorkload(String product, Program program, List<String> variants) {
        this.product = product;
        this.program = program;
        this.variants = variants;
    }

    /**
     * Looks for what the product needs besides its program, where queues are of that kind.
     *
     * @throws PeerMissingException when that is not there
     */
    abstract void check(QueueKind kind) throws PeerMissingException;

    /** {@return Windlass, warm, to do the same as the product} */
    abstract Side windlass(Stage stage);

    /** {@return how many tasks the product's workers are to run at once} */
    abstract int slots();

    /** {@return how many flows the product runs before it is as fast as it gets} */
    abstract int warmUp(Pace pace);

    @Override
    public String description() {
        return product + " beside Windlass, " + IN_FLIGHT
                + " flows of three chained tasks in flight, and one at a time";
    }

    @Override
    public List<Result> measure(Stage stage) throws Exception {
        check(stage.kind());
        String side = product + " " + program.version();
        List<Result> results = new ArrayList<>();
        for (String variant : variants) {
            String name = variant.isEmpty() ? name() : name() + "-" + variant;
            try (Stage own = stage.another()) {
                Side windlass = windlass(own);
                Child peer = own.startPeer(name, program.command(variant), slots());
                if (warmUp(stage.pace()) > 0) {
                    peer.run(Load.chainsOf(warmUp(stage.pace()), IN_FLIGHT));
                }
                results.add(compare(own, name + "-" + IN_FLIGHT, IN_FLIGHT, side, peer, windlass));
                results.add(compare(own, name + "-alone", 1, side, peer, windlass));
            }
        }
        return results;
    }

    private static Result compare(Stage stage, String name, int inFlight, String side, Child peer, Side windlass)
            throws InterruptedException {
        Load load = Load.chains(inFlight, stage.pace().millis());
        return new Result(
                name,
                stage.kind().label(),
                inFlight == 1 ? Figure.P50 : Figure.TASKS_PER_SECOND,
                side,
                stage.rounds().inTurns(List.of(new Given(side, peer, load), windlass.given(load))));
    }

    /** Only what the program says counts: processes that it starts are not known. */
    private record Given(String name, Child peer, Load load) implements Contender {
        @Override
        public Map<String, Double> run() {
            return peer.run(load);
        }
    }
}
