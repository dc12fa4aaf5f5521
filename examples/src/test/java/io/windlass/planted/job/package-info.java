/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.job;

import org.jspecify.annotations.NullMarked;
