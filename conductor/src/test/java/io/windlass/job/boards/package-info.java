/** Tests of this package. */
@NullMarked
package io.windlass.job.boards;

import org.jspecify.annotations.NullMarked;
