/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.state;

import org.jspecify.annotations.NullMarked;
