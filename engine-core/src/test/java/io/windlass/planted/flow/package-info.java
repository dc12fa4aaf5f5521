/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.flow;

import org.jspecify.annotations.NullMarked;
