/** Other products that are given the same flows as Windlass, where they are there. Entry: Peers. */
@NullMarked
package io.windlass.bench.peer;

import org.jspecify.annotations.NullMarked;
