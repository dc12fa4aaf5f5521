package io.windlass.bench.plot;

import io.windlass.bench.report.Spread;
import java.util.SortedMap;

/**
 * A line of a plot.
 *
 * @param name for people
 * @param colour of SVG
 * @param dashed whether it is
 * @param points by what they are drawn against, greater than zero
 */
record Curve(String name, String colour, boolean dashed, SortedMap<Double, Spread> points) {}
