/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.graph;

import org.jspecify.annotations.NullMarked;
