/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.execution;

import org.jspecify.annotations.NullMarked;
