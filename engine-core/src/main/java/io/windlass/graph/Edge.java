package io.windlass.graph;

/** A link, with what its user keeps about it. */
final class Edge<V, L> {
    private final Vertex<V, L> source;
    private final Vertex<V, L> target;
    private final L label;

    Edge(Vertex<V, L> source, Vertex<V, L> target, L label) {
        this.source = source;
        this.target = target;
        this.label = label;
    }

    Vertex<V, L> source() {
        return source;
    }

    Vertex<V, L> target() {
        return target;
    }

    L label() {
        return label;
    }
}
