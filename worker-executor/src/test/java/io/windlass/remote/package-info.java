/** Flows on workers, over the in-process broker. */
@NullMarked
package io.windlass.remote;

import org.jspecify.annotations.NullMarked;
