package io.windlass.bench.peer;

import io.windlass.bench.child.Child;
import io.windlass.bench.child.Part;
import io.windlass.bench.report.Result;
import io.windlass.bench.run.Pace;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Side;
import io.windlass.bench.run.Stage;
import java.util.List;

/** DBOS, which runs steps in the process that calls them, beside Windlass with local tasks. */
final class LocalPeer extends PeerWorkload {
    LocalPeer(Program program) {
        super("DBOS", program, List.of(""));
    }

    @Override
    public String name() {
        return "peer-dbos";
    }

    @Override
    public boolean runsOn(QueueKind kind) {
        return kind == QueueKind.NONE;
    }

    @Override
    void check(QueueKind kind) {
        // A database is all that it needs, and there is always one.
    }

    @Override
    Side windlass(Stage stage) {
        Child engine = stage.start(Part.Role.LOCAL_ENGINE, "local-engine", Stage.HEAP, IN_FLIGHT, 0);
        return stage.warm(stage.side(Result.PRODUCT, List.of(engine), List.of()));
    }

    @Override
    int slots() {
        return IN_FLIGHT;
    }

    @Override
    int warmUp(Pace pace) {
        return pace.warmUpFlows();
    }
}
