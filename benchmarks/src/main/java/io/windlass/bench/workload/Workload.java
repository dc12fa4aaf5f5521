package io.windlass.bench.workload;

import io.windlass.bench.report.Result;
import io.windlass.bench.run.QueueKind;
import io.windlass.bench.run.Stage;
import java.util.List;

/** Something to measure. */
public interface Workload {
    /** {@return its name on the command line and in reports} */
    String name();

    /** {@return what it measures, in a line} */
    String description();

    /** {@return whether it is run on queues of that kind; by default on all, and not without a broker} */
    default boolean runsOn(QueueKind kind) {
        return kind != QueueKind.NONE;
    }

    /** Measures it; {@return what came of it} */
    List<Result> measure(Stage stage) throws Exception;
}
