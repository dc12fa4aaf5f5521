/** Directed acyclic graphs. Entry: Dag. */
@NullMarked
package io.windlass.graph;

import org.jspecify.annotations.NullMarked;
