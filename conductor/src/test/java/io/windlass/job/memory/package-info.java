/** Tests of this package. */
@NullMarked
package io.windlass.job.memory;

import org.jspecify.annotations.NullMarked;
