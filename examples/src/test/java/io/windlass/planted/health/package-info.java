/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.health;

import org.jspecify.annotations.NullMarked;
