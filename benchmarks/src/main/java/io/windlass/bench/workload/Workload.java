package io.windlass.bench.workload;

import io.windlass.bench.report.Result;
import io.windlass.bench.run.Stage;
import java.util.List;

/** Something to measure. */
public interface Workload {
    /** {@return its name on the command line and in reports} */
    String name();

    /** {@return what it measures, in a line} */
    String description();

    /** {@return whether it needs a broker, and is run on each kind of queues; default true} */
    default boolean usesQueues() {
        return true;
    }

    /** Measures it; {@return what came of it} */
    List<Result> measure(Stage stage) throws Exception;
}
