/** A board in memory. Entry: MemoryJobboard. */
@NullMarked
package io.windlass.job.memory;

import org.jspecify.annotations.NullMarked;
