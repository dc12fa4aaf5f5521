package io.windlass.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An element in a graph, with its links. Two elements are the same only when they are the same object. */
final class Vertex<V, L> {
    /** With more links than this on both sides a link is found by hash instead of by looking through them. */
    private static final int MANY = 16;

    final V element;

    /** How many were added before it. */
    final int index;

    final List<Edge<V, L>> incoming = new ArrayList<>(2);
    final List<Edge<V, L>> outgoing = new ArrayList<>(2);
    private @Nullable Map<Vertex<V, L>, Edge<V, L>> byTarget;

    /** Never falls along a link; see {@link Levels}. */
    int level;

    /** What the level was before it was last raised, and which search saw it last: of use to {@link Levels} alone. */
    int levelBefore;

    int mark;

    Vertex(V element, int index) {
        this.element = element;
        this.index = index;
    }

    /** {@return the link to a vertex; null when there is none} */
    @Nullable
    Edge<V, L> edgeTo(Vertex<V, L> target) {
        boolean many = outgoing.size() > MANY && target.incoming.size() > MANY;
        if (many) {
            return byTarget().get(target);
        }
        boolean forward = outgoing.size() <= target.incoming.size();
        for (Edge<V, L> edge : forward ? outgoing : target.incoming) {
            if (edge.source() == this && edge.target() == target) {
                return edge;
            }
        }
        return null;
    }

    private Map<Vertex<V, L>, Edge<V, L>> byTarget() {
        Map<Vertex<V, L>, Edge<V, L>> known = byTarget;
        if (known == null) {
            known = new HashMap<>();
            for (Edge<V, L> edge : outgoing) {
                known.put(edge.target(), edge);
            }
            byTarget = known;
        }
        return known;
    }

    /** Links it to a vertex to which it has no link. */
    void link(Edge<V, L> edge) {
        outgoing.add(edge);
        edge.target().incoming.add(edge);
        if (byTarget != null) {
            byTarget.put(edge.target(), edge);
        }
    }

    /** Takes all its links away; {@return how many there were} */
    int unlink() {
        for (Edge<V, L> edge : incoming) {
            removeNewest(edge.source().outgoing, edge);
            edge.source().byTarget = null;
        }
        for (Edge<V, L> edge : outgoing) {
            removeNewest(edge.target().incoming, edge);
        }
        return incoming.size() + outgoing.size();
    }

    private static <E> void removeNewest(List<E> list, E item) {
        list.remove(list.lastIndexOf(item));
    }

    /** Vertices that were added together lie together in tables, which makes large graphs several times as fast. */
    @Override
    public int hashCode() {
        return index;
    }
}
