package io.windlass.bench.run;

import io.windlass.bench.child.Load;
import java.util.Map;

/** One of those that are compared. */
public interface Contender {
    /** {@return its name in reports} */
    String name();

    /** Runs a load; {@return its figures} */
    Map<String, Double> run(Load load);
}
