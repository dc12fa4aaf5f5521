package io.windlass.bench.child;

import org.jspecify.annotations.Nullable;

/**
 * A line of a child's standard input.
 *
 * @param load to be run; null to be told of memory
 */
record Order(@Nullable Load load) {}
