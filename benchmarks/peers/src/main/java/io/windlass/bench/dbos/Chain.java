package io.windlass.bench.dbos;

/** A workflow of chained steps, as DBOS wants it declared. */
public interface Chain {
    /** Counts on from a number, a step for each; {@return where that ends} */
    long count(long from, int steps);
}
