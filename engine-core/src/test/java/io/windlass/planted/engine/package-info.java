/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.engine;

import org.jspecify.annotations.NullMarked;
