/** The song of the 99 bottles, after TaskFlow's example: one flow, a few tasks for each bottle. Entry: BottleSong. */
@NullMarked
package io.windlass.examples.bottles;

import org.jspecify.annotations.NullMarked;
