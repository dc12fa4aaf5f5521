/** Tasks: their inputs, outputs and bodies. Entry: Task, and Tasks for bodies written as lambdas. */
@NullMarked
package io.windlass.atom;

import org.jspecify.annotations.NullMarked;
