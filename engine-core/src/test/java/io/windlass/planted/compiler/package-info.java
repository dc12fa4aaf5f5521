/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.compiler;

import org.jspecify.annotations.NullMarked;
