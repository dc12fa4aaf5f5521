/** Boards by URI. Entry: Jobboards. */
@NullMarked
package io.windlass.job.boards;

import org.jspecify.annotations.NullMarked;
