/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.conductor;

import org.jspecify.annotations.NullMarked;
