package io.windlass.bench.report;

import java.util.Map;

/**
 * What one side did once.
 *
 * @param side who did it
 * @param number of the round, from 1
 * @param loadAverage of the machine before it, over a minute; negative when it is not known
 * @param figures by {@link Figure#key}, and others by names of their own
 */
public record Round(String side, int number, double loadAverage, Map<String, Double> figures) {}
