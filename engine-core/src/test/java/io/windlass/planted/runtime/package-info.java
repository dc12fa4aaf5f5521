/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.runtime;

import org.jspecify.annotations.NullMarked;
