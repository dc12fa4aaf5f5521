/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.retry;

import org.jspecify.annotations.NullMarked;
