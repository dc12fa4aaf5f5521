package io.windlass.graph;

import java.io.Serial;
import org.jgrapht.graph.DefaultEdge;

/** A link, with what its user keeps about it. */
final class Edge<L> extends DefaultEdge {
    @Serial
    private static final long serialVersionUID = 1;

    final transient L label;

    Edge(L label) {
        this.label = label;
    }
}
