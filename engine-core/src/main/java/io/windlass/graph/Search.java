package io.windlass.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jgrapht.Graph;

/** Looks for a way between vertices, from both ends in turn, so that the side with less to look at ends it. */
final class Search<V, L> {
    private final Graph<Vertex<V>, Edge<L>> graph;
    private final Predicate<Vertex<V>> allowed;
    private final Side after = new Side();
    private final Side before = new Side();

    private final class Side {
        final Set<Vertex<V>> seen = new HashSet<>();
        final Deque<Vertex<V>> queue = new ArrayDeque<>();

        boolean see(Vertex<V> vertex, Side other) {
            if (allowed.test(vertex) && seen.add(vertex)) {
                queue.add(vertex);
                return other.seen.contains(vertex);
            }
            return false;
        }
    }

    /** Looks at vertices below the limit only, by the order of adding. */
    Search(Graph<Vertex<V>, Edge<L>> graph, Collection<Vertex<V>> sources, Vertex<V> target, int limit) {
        this.graph = graph;
        int lowest = sources.stream().mapToInt(source -> source.level).min().orElse(0);
        // Levels never fall along a link.
        this.allowed = vertex -> vertex.index < limit && vertex.level >= lowest && vertex.level <= target.level;
        before.see(target, after);
        sources.stream().filter(source -> source != target).forEach(source -> after.see(source, before));
    }

    /** {@return whether the target comes after one of the sources other than itself} */
    boolean meets() {
        while (!after.queue.isEmpty() && !before.queue.isEmpty()) {
            Vertex<V> next = after.queue.remove();
            for (Edge<L> edge : graph.outgoingEdgesOf(next)) {
                if (after.see(graph.getEdgeTarget(edge), before)) {
                    return true;
                }
            }
            Vertex<V> previous = before.queue.remove();
            for (Edge<L> edge : graph.incomingEdgesOf(previous)) {
                if (before.see(graph.getEdgeSource(edge), after)) {
                    return true;
                }
            }
        }
        return false;
    }
}
