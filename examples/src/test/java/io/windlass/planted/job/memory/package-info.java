/** Breaks rules on purpose. */
@NullMarked
package io.windlass.planted.job.memory;

import org.jspecify.annotations.NullMarked;
