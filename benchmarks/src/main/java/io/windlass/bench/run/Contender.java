package io.windlass.bench.run;

import java.util.Map;

/** One of those that are compared, with what it is to do. */
public interface Contender {
    /** {@return its name in reports} */
    String name();

    /** Does it once; {@return its figures} */
    Map<String, Double> run() throws InterruptedException;
}
