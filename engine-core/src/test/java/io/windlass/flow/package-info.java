/** Flows as they are put together. */
@NullMarked
package io.windlass.flow;

import org.jspecify.annotations.NullMarked;
