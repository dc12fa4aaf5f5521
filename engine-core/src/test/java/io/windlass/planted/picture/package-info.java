/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.picture;

import org.jspecify.annotations.NullMarked;
