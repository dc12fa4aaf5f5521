/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.listener;

import org.jspecify.annotations.NullMarked;
