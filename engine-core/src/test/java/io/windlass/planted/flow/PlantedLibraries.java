package io.windlass.planted.flow;

import org.jdbi.v3.core.Jdbi;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/** Breaks a rule on purpose. */
public final class PlantedLibraries {
    private PlantedLibraries() {}

    static int vertices() {
        return new DefaultDirectedGraph<String, DefaultEdge>(DefaultEdge.class)
                .vertexSet()
                .size();
    }

    static Jdbi database() {
        return Jdbi.create("jdbc:none");
    }
}
