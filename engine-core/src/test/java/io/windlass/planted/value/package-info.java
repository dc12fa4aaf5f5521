/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.value;

import org.jspecify.annotations.NullMarked;
