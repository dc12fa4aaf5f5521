package io.windlass.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedAcyclicGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;

/**
 * A directed graph without cycles over elements told apart by identity. Not thread-safe.
 *
 * @param <V> what it connects
 */
public final class Dag<V> {
    private final DirectedAcyclicGraph<Vertex<V>, DefaultEdge> graph = new DirectedAcyclicGraph<>(DefaultEdge.class);
    private final IdentityHashMap<V, Vertex<V>> vertices = new IdentityHashMap<>();
    private final List<Vertex<V>> order = new ArrayList<>();

    /** Two elements are the same only when they are the same object. */
    private static final class Vertex<V> {
        private final V element;

        Vertex(V element) {
            this.element = element;
        }
    }

    /** Adds an element; nothing happens when it is there. */
    public void add(V element) {
        if (!vertices.containsKey(element)) {
            Vertex<V> vertex = new Vertex<>(element);
            vertices.put(element, vertex);
            order.add(vertex);
            graph.addVertex(vertex);
        }
    }

    /** Removes an element that was added last, with its links. */
    public void removeLast(V element) {
        Vertex<V> vertex = vertices.remove(element);
        if (vertex != null) {
            order.remove(order.size() - 1);
            graph.removeVertex(vertex);
        }
    }

    /** {@return whether the element was added} */
    public boolean contains(V element) {
        return vertices.containsKey(element);
    }

    /**
     * Links two elements that were added.
     *
     * @return whether the link is new
     * @throws IllegalArgumentException when it would close a cycle; nothing is changed
     */
    public boolean link(V from, V to) {
        return graph.addEdge(vertex(from), vertex(to)) != null;
    }

    /** Removes a link. */
    public void unlink(V from, V to) {
        graph.removeEdge(vertex(from), vertex(to));
    }

    /** {@return whether there is a direct link} */
    public boolean linked(V from, V to) {
        return graph.containsEdge(vertex(from), vertex(to));
    }

    /** {@return the elements with a direct link to this one} */
    public List<V> predecessors(V element) {
        return elements(graph.incomingEdgesOf(vertex(element)).stream()
                .map(graph::getEdgeSource)
                .toList());
    }

    /** {@return the elements that this one has a direct link to} */
    public List<V> successors(V element) {
        return elements(graph.outgoingEdgesOf(vertex(element)).stream()
                .map(graph::getEdgeTarget)
                .toList());
    }

    /** {@return whether some element from which this one can be reached is as asked} */
    public boolean anyAncestor(V element, Predicate<V> asked) {
        Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<V> queue = new ArrayDeque<>(predecessors(element));
        while (!queue.isEmpty()) {
            V next = queue.remove();
            if (seen.add(next)) {
                if (asked.test(next)) {
                    return true;
                }
                queue.addAll(predecessors(next));
            }
        }
        return false;
    }

    /** {@return the element and all from which it can be reached, told apart by identity} */
    public Set<V> upTo(V element) {
        Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(element);
        anyAncestor(element, ancestor -> {
            seen.add(ancestor);
            return false;
        });
        return seen;
    }

    /** {@return all elements in the order in which they were added} */
    public List<V> elements() {
        return elements(order);
    }

    /** {@return all elements, each after those that link to it, else in the order in which they were added} */
    public List<V> topologicalOrder() {
        List<V> sorted = new ArrayList<>(order.size());
        new TopologicalOrderIterator<>(graph).forEachRemaining(vertex -> sorted.add(vertex.element));
        return sorted;
    }

    private static <V> List<V> elements(Collection<Vertex<V>> vertices) {
        return vertices.stream().map(vertex -> vertex.element).toList();
    }

    private Vertex<V> vertex(V element) {
        Vertex<V> vertex = vertices.get(element);
        if (vertex == null) {
            throw new IllegalArgumentException(element + " was not added");
        }
        return vertex;
    }
}
