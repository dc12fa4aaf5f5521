package io.windlass.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jgrapht.Graph;

/**
 * Tells whether a new link closes a cycle, in far less time than a walk over all that comes before it: after Bender,
 * Fineman, Gilbert and Tarjan, "A new approach to incremental cycle detection and related problems". Each vertex has a
 * level, which never falls along a link. So of what comes before a link only its own level is searched, and of that
 * no more links than the root of all; where there are more, what comes after the link rises a level. All links of a
 * graph together cost no more than their number times that root, in whatever order they come. A link to something
 * that nothing follows, or from something that follows nothing on its level, costs nothing, which is all there is when
 * elements are added after what they follow, or before.
 */
final class Levels<V, L> {
    private final Graph<Vertex<V>, Edge<L>> graph;
    /** What the search that is under way has seen bears this mark. */
    private int mark;

    /** Used by one search after the other. */
    private final Deque<Vertex<V>> queue = new ArrayDeque<>();

    private final List<Vertex<V>> raised = new ArrayList<>();

    Levels(Graph<Vertex<V>, Edge<L>> graph) {
        this.graph = graph;
    }

    /** Makes the levels fit a link that is about to be added; {@return false, with nothing changed, for a cycle} */
    boolean admit(Vertex<V> from, Vertex<V> to) {
        if (from == to) {
            return false;
        }
        if (from.level < to.level) {
            return true;
        }
        if (graph.outDegreeOf(to) == 0) {
            to.level = from.level;
            return true;
        }
        mark++;
        boolean all = markBefore(from);
        if (to.mark == mark) {
            return false;
        }
        if (all && from.level == to.level) {
            return true;
        }
        return raise(to, all ? from.level : from.level + 1);
    }

    /** Marks a vertex and what comes before it on its level; {@return whether that is all that there is} */
    private boolean markBefore(Vertex<V> from) {
        int budget = 1 + (int) Math.sqrt(graph.edgeSet().size());
        queue.clear();
        from.mark = mark;
        queue.add(from);
        while (!queue.isEmpty()) {
            for (Edge<L> edge : graph.incomingEdgesOf(queue.remove())) {
                Vertex<V> source = graph.getEdgeSource(edge);
                if (source.level == from.level) {
                    if (budget-- == 0) {
                        return false;
                    }
                    if (source.mark != mark) {
                        source.mark = mark;
                        queue.add(source);
                    }
                }
            }
        }
        return true;
    }

    /** Raises a vertex and what comes after it; {@return false, with nothing raised, when that meets what is marked} */
    private boolean raise(Vertex<V> to, int level) {
        raised.clear();
        lift(to, level);
        for (int i = 0; i < raised.size(); i++) {
            for (Edge<L> edge : graph.outgoingEdgesOf(raised.get(i))) {
                Vertex<V> target = graph.getEdgeTarget(edge);
                if (target.mark == mark) {
                    raised.forEach(vertex -> vertex.level = vertex.levelBefore);
                    return false;
                }
                if (target.level < level) {
                    lift(target, level);
                }
            }
        }
        return true;
    }

    private void lift(Vertex<V> vertex, int level) {
        vertex.levelBefore = vertex.level;
        vertex.level = level;
        raised.add(vertex);
    }
}
