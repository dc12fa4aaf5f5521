/** Processes that a benchmark starts and tells what to do. Entry: Child; what they do: Serving. */
@NullMarked
package io.windlass.bench.child;

import org.jspecify.annotations.NullMarked;
