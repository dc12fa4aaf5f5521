package io.windlass.bench.child;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a child's standard output.
 *
 * @param figures by name
 * @param error what went wrong, else null
 */
record Answer(Map<String, Double> figures, @Nullable String error) {}
