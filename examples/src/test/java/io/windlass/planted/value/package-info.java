/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.value;

import org.jspecify.annotations.NullMarked;
