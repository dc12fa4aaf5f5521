/** Retry controllers and what they may ask. */
@NullMarked
package io.windlass.retry;

import org.jspecify.annotations.NullMarked;
