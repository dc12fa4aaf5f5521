package io.windlass.graph;

/** An element in a graph. Two elements are the same only when they are the same object. */
final class Vertex<V> {
    final V element;

    /** How many were added before it. */
    final int index;

    /** Never falls along a link; see {@link Levels}. */
    int level;

    /** What the level was before it was last raised, and which search saw it last: of use to {@link Levels} alone. */
    int levelBefore;

    int mark;

    Vertex(V element, int index) {
        this.element = element;
        this.index = index;
    }

    /** Vertices that were added together lie together in tables, which makes large graphs several times as fast. */
    @Override
    public int hashCode() {
        return index;
    }
}
