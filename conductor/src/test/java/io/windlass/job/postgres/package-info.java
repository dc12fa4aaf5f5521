/** Tests of this package. */
@NullMarked
package io.windlass.job.postgres;

import org.jspecify.annotations.NullMarked;
