package io.windlass.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

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
    /** What the search that is under way has seen bears this mark. */
    private int mark;

    /** Used by one search after the other. */
    private final Deque<Vertex<V, L>> queue = new ArrayDeque<>();

    private final List<Vertex<V, L>> raised = new ArrayList<>();

    /**
     * Makes the levels fit a link that is about to be added to so many.
     *
     * @return false, with nothing changed, for a cycle
     */
    boolean admit(Vertex<V, L> from, Vertex<V, L> to, int links) {
        if (from == to) {
            return false;
        }
        if (from.level < to.level) {
            return true;
        }
        if (to.outgoing.isEmpty()) {
            to.level = from.level;
            return true;
        }
        mark++;
        boolean all = markBefore(from, links);
        if (to.mark == mark) {
            return false;
        }
        if (all && from.level == to.level) {
            return true;
        }
        return raise(to, all ? from.level : from.level + 1);
    }

    /** Marks a vertex and what comes before it on its level; {@return whether that is all that there is} */
    private boolean markBefore(Vertex<V, L> from, int links) {
        int budget = 1 + (int) Math.sqrt(links);
        queue.clear();
        from.mark = mark;
        queue.add(from);
        while (!queue.isEmpty()) {
            for (Edge<V, L> edge : queue.remove().incoming) {
                Vertex<V, L> source = edge.source();
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
    private boolean raise(Vertex<V, L> to, int level) {
        raised.clear();
        lift(to, level);
        for (int i = 0; i < raised.size(); i++) {
            for (Edge<V, L> edge : raised.get(i).outgoing) {
                Vertex<V, L> target = edge.target();
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

    private void lift(Vertex<V, L> vertex, int level) {
        vertex.levelBefore = vertex.level;
        vertex.level = level;
        raised.add(vertex);
    }
}
