/** Directed acyclic graphs; the only place that sees jgrapht. Entry: Dag. */
@NullMarked
package io.windlass.graph;

import org.jspecify.annotations.NullMarked;
