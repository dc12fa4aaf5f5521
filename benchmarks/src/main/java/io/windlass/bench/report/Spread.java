package io.windlass.bench.report;

import java.util.Arrays;
import java.util.Collection;

/** Several measurements of the same thing. */
public record Spread(double median, double least, double most) {
    /**
     * {@return what they are together}
     *
     * @param values one at least
     */
    public static Spread of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("there is no median of nothing");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** {@return what they are together} */
    static Spread of(double... values) {
        return of(Arrays.stream(values).boxed().toList());
    }
}
