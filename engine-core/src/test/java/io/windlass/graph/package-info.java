/** Tests of directed acyclic graphs. */
@NullMarked
package io.windlass.graph;

import org.jspecify.annotations.NullMarked;
