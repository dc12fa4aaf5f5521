package io.windlass.graph;

import java.io.Serial;
import org.jgrapht.graph.DefaultEdge;

/** A link, with what its user keeps about it. */
final class Edge<L> extends DefaultEdge {
    @Serial
    private static final long serialVersionUID = 1;

    final transient L label;

    private final int number;

    /** How many were made before it in its graph. */
    Edge(L label, int number) {
        this.label = label;
        this.number = number;
    }

    /** As of vertices: links that were made together lie together. */
    @Override
    public int hashCode() {
        return number;
    }
}
