/** Runs of flows through the engine. */
@NullMarked
package io.windlass.engine;

import org.jspecify.annotations.NullMarked;
