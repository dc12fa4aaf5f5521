/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.notify;

import org.jspecify.annotations.NullMarked;
