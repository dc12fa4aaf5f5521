package io.windlass.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** An axis that goes by powers of ten, and where on the canvas it is. */
final class Axis {
    private static final int[] STEPS = {1, 2, 5};

    /** With more powers of ten than that only these are marked. */
    private static final int FEW_POWERS = 3;

    private final double least;
    private final double most;
    private final double from;
    private final double to;

    /**
     * An axis for those values.
     *
     * @param from where its least is on the canvas
     * @param to where its most is
     */
    Axis(double[] values, double from, double to) {
        this.least = roundedDown(DoubleStream.of(values).min().orElse(1));
        this.most = Math.max(roundedUp(DoubleStream.of(values).max().orElse(1)), 2 * least);
        this.from = from;
        this.to = to;
    }

    /** {@return where that value is on the canvas} */
    double at(double value) {
        double share = (Math.log10(value) - Math.log10(least)) / (Math.log10(most) - Math.log10(least));
        return from + share * (to - from);
    }

    /** {@return the values that are marked} */
    List<Double> marks() {
        boolean few = most / least <= Math.pow(10, FEW_POWERS);
        List<Double> marks = new ArrayList<>();
        for (double power = powerOf(least); power <= most; power *= 10) {
            for (int step : STEPS) {
                double mark = power * step;
                if (mark >= least && mark <= most && (few || step == 1)) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }

    private static double powerOf(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static double roundedDown(double value) {
        double rounded = powerOf(value);
        for (int step : STEPS) {
            if (powerOf(value) * step <= value) {
                rounded = powerOf(value) * step;
            }
        }
        return rounded;
    }

    private static double roundedUp(double value) {
        for (int step : STEPS) {
            if (powerOf(value) * step >= value) {
                return powerOf(value) * step;
            }
        }
        return powerOf(value) * 10;
    }
}
