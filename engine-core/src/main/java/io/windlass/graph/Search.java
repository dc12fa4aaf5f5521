package io.windlass.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Looks for a way between vertices, from both ends in turn, so that the side with less to look at ends it. */
final class Search<V, L> {
    private final Predicate<Vertex<V, L>> allowed;
    private final Side after = new Side();
    private final Side before = new Side();

    private final class Side {
        final Set<Vertex<V, L>> seen = new HashSet<>();
        final Deque<Vertex<V, L>> queue = new ArrayDeque<>();

        boolean see(Vertex<V, L> vertex, Side other) {
            if (allowed.test(vertex) && seen.add(vertex)) {
                queue.add(vertex);
                return other.seen.contains(vertex);
            }
            return false;
        }
    }

    /** Looks at vertices below the limit only, by the order of adding. */
    Search(Collection<Vertex<V, L>> sources, Vertex<V, L> target, int limit) {
        int lowest = sources.stream().mapToInt(source -> source.level).min().orElse(0);
        // Levels never fall along a link.
        this.allowed = vertex -> vertex.index < limit && vertex.level >= lowest && vertex.level <= target.level;
        before.see(target, after);
        sources.stream().filter(source -> source != target).forEach(source -> after.see(source, before));
    }

    /** {@return whether the target comes after one of the sources other than itself} */
    boolean meets() {
        while (!after.queue.isEmpty() && !before.queue.isEmpty()) {
            Vertex<V, L> next = after.queue.remove();
            for (Edge<V, L> edge : next.outgoing) {
                if (after.see(edge.target(), before)) {
                    return true;
                }
            }
            Vertex<V, L> previous = before.queue.remove();
            for (Edge<V, L> edge : previous.incoming) {
                if (before.see(edge.source(), after)) {
                    return true;
                }
            }
        }
        return false;
    }
}
