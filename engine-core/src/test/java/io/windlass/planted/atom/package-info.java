/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.atom;

import org.jspecify.annotations.NullMarked;
