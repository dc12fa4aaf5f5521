/** Flows while processes are killed, connections cut and brokers restarted. */
@NullMarked
package io.windlass.examples.crash;

import org.jspecify.annotations.NullMarked;
