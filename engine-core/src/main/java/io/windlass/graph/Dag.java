package io.windlass.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jgrapht.Graph;
import org.jgrapht.graph.DirectedMultigraph;

/**
 * A directed graph without cycles over elements told apart by identity. Not thread-safe.
 *
 * @param <V> what it connects
 * @param <L> what is kept about each link
 */
public final class Dag<V, L> {
    /** Never has two links between the same two: {@link #link} sees to that, so that it is looked up once. */
    private final Graph<Vertex<V>, Edge<L>> graph = new DirectedMultigraph<>(null, null, false);

    private final Levels<V, L> levels = new Levels<>(graph);
    private final IdentityHashMap<V, Vertex<V>> vertices = new IdentityHashMap<>();
    private final List<Vertex<V>> order = new ArrayList<>();

    /** A direct link. */
    public record Link<V, L>(V from, V to, L label) {}

    /** Adds an element; nothing happens when it is there. */
    public void add(V element) {
        if (!vertices.containsKey(element)) {
            Vertex<V> vertex = new Vertex<>(element, order.size());
            vertices.put(element, vertex);
            order.add(vertex);
            graph.addVertex(vertex);
        }
    }

    /** Takes back the newest elements, with their links, until no more than this many are left. */
    public void shrinkTo(int size) {
        while (order.size() > size) {
            Vertex<V> vertex = order.remove(order.size() - 1);
            vertices.remove(vertex.element);
            graph.removeVertex(vertex);
        }
    }

    /** {@return how many elements there are} */
    public int size() {
        return order.size();
    }

    /** {@return whether the element was added} */
    public boolean contains(V element) {
        return vertices.containsKey(element);
    }

    /** {@return how many were added before an element that was added} */
    public int index(V element) {
        return vertex(element).index;
    }

    /**
     * Links two elements that were added.
     *
     * @param label what is kept about the link, if it is new
     * @return what is kept about the link between the two, new or not
     * @throws IllegalArgumentException when it would close a cycle; nothing is changed
     */
    public L link(V from, V to, Supplier<L> label) {
        Vertex<V> source = vertex(from);
        Vertex<V> target = vertex(to);
        Edge<L> edge = graph.getEdge(source, target);
        if (edge == null) {
            if (!levels.admit(source, target)) {
                throw new IllegalArgumentException("a link from " + from + " to " + to + " closes a cycle");
            }
            edge = new Edge<>(label.get(), graph.edgeSet().size());
            graph.addEdge(source, target, edge);
        }
        return edge.label;
    }

    /** {@return what is kept about the direct link between two elements that were added; empty when there is none} */
    public Optional<L> label(V from, V to) {
        return Optional.ofNullable(graph.getEdge(vertex(from), vertex(to))).map(edge -> edge.label);
    }

    /** {@return whether an element can be reached from any of these, itself aside, over those with smaller indexes than the limit} */
    public boolean reaches(Collection<V> from, V to, int limit) {
        return new Search<>(graph, from.stream().map(this::vertex).toList(), vertex(to), limit).meets();
    }

    /** {@return the element and all from which it can be reached, told apart by identity} */
    public Set<V> upTo(V element) {
        Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Vertex<V>> queue = new ArrayDeque<>();
        seen.add(element);
        queue.add(vertex(element));
        while (!queue.isEmpty()) {
            for (Edge<L> edge : graph.incomingEdgesOf(queue.remove())) {
                Vertex<V> source = graph.getEdgeSource(edge);
                if (seen.add(source.element)) {
                    queue.add(source);
                }
            }
        }
        return seen;
    }

    /** {@return the elements with this index and greater ones, in the order in which they were added} */
    public List<V> elementsFrom(int index) {
        return order.subList(index, order.size()).stream()
                .map(vertex -> vertex.element)
                .toList();
    }

    /** {@return all links, by where they come from, in the order in which that was added} */
    public List<Link<V, L>> links() {
        List<Link<V, L>> links = new ArrayList<>(graph.edgeSet().size());
        for (Vertex<V> vertex : order) {
            for (Edge<L> edge : graph.outgoingEdgesOf(vertex)) {
                links.add(new Link<>(vertex.element, graph.getEdgeTarget(edge).element, edge.label));
            }
        }
        return links;
    }

    /** {@return all elements, each after those that link to it, else in the order in which they were added} */
    public List<V> topologicalOrder() {
        int[] before = new int[order.size()]; // so many links lead to a vertex from what is not sorted yet
        List<Vertex<V>> sorted = new ArrayList<>(order.size());
        for (Vertex<V> vertex : order) {
            before[vertex.index] = graph.inDegreeOf(vertex);
            if (before[vertex.index] == 0) {
                sorted.add(vertex);
            }
        }
        for (int i = 0; i < sorted.size(); i++) {
            for (Edge<L> edge : graph.outgoingEdgesOf(sorted.get(i))) {
                Vertex<V> target = graph.getEdgeTarget(edge);
                if (--before[target.index] == 0) {
                    sorted.add(target);
                }
            }
        }
        return sorted.stream().map(vertex -> vertex.element).toList();
    }

    private Vertex<V> vertex(V element) {
        Vertex<V> vertex = vertices.get(element);
        if (vertex == null) {
            throw new IllegalArgumentException(element + " was not added");
        }
        return vertex;
    }
}
