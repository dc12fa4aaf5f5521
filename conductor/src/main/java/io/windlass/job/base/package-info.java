/** What all boards have in common: waiting, listeners, iteration, checks. For those who write a board. */
@NullMarked
package io.windlass.job.base;

import org.jspecify.annotations.NullMarked;
