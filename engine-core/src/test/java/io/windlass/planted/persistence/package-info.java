/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.persistence;

import org.jspecify.annotations.NullMarked;
