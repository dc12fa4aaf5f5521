/** Planted violations, for the test of the rules. */
@NullMarked
package io.windlass.planted.storage;

import org.jspecify.annotations.NullMarked;
