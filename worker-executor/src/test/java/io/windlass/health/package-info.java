/** Tests of health and of what serves it. */
@NullMarked
package io.windlass.health;

import org.jspecify.annotations.NullMarked;
