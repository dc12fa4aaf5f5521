/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.failure;

import org.jspecify.annotations.NullMarked;
