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

/**
 * A directed graph without cycles over elements told apart by identity. Not thread-safe.
 *
 * @param <V> what it connects
 * @param <L> what is kept about each link
 */
public final class Dag<V, L> {
    private final Levels<V, L> levels = new Levels<>();
    private final IdentityHashMap<V, Vertex<V, L>> vertices = new IdentityHashMap<>();
    private final List<Vertex<V, L>> order = new ArrayList<>();
    private int links;

    /** A direct link. */
    public record Link<V, L>(V from, V to, L label) {}

    /** Adds an element; nothing happens when it is there. */
    public void add(V element) {
        if (!vertices.containsKey(element)) {
            Vertex<V, L> vertex = new Vertex<>(element, order.size());
            vertices.put(element, vertex);
            order.add(vertex);
        }
    }

    /** Takes back the newest elements, with their links, until no more than this many are left. */
    public void shrinkTo(int size) {
        while (order.size() > size) {
            Vertex<V, L> vertex = order.remove(order.size() - 1);
            vertices.remove(vertex.element);
            links -= vertex.unlink();
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
        Vertex<V, L> source = vertex(from);
        Vertex<V, L> target = vertex(to);
        Edge<V, L> edge = source.edgeTo(target);
        if (edge == null) {
            if (!levels.admit(source, target, links)) {
                throw new IllegalArgumentException("a link from " + from + " to " + to + " closes a cycle");
            }
            edge = new Edge<>(source, target, label.get());
            source.link(edge);
            links++;
        }
        return edge.label();
    }

    /** {@return what is kept about the direct link between two elements that were added; empty when there is none} */
    public Optional<L> label(V from, V to) {
        return Optional.ofNullable(vertex(from).edgeTo(vertex(to))).map(Edge::label);
    }

    /** {@return whether an element can be reached from any of these, itself aside, over those with smaller indexes than the limit} */
    public boolean reaches(Collection<V> from, V to, int limit) {
        return new Search<>(from.stream().map(this::vertex).toList(), vertex(to), limit).meets();
    }

    /** {@return the element and all from which it can be reached, told apart by identity} */
    public Set<V> upTo(V element) {
        Set<V> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Vertex<V, L>> queue = new ArrayDeque<>();
        seen.add(element);
        queue.add(vertex(element));
        while (!queue.isEmpty()) {
            for (Edge<V, L> edge : queue.remove().incoming) {
                Vertex<V, L> source = edge.source();
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
        List<Link<V, L>> all = new ArrayList<>(links);
        for (Vertex<V, L> vertex : order) {
            for (Edge<V, L> edge : vertex.outgoing) {
                all.add(new Link<>(vertex.element, edge.target().element, edge.label()));
            }
        }
        return all;
    }

    /** {@return all elements, each after those that link to it, else in the order in which they were added} */
    public List<V> topologicalOrder() {
        int[] before = new int[order.size()]; // so many links lead to a vertex from what is not sorted yet
        List<Vertex<V, L>> sorted = new ArrayList<>(order.size());
        for (Vertex<V, L> vertex : order) {
            before[vertex.index] = vertex.incoming.size();
            if (before[vertex.index] == 0) {
                sorted.add(vertex);
            }
        }
        for (int i = 0; i < sorted.size(); i++) {
            for (Edge<V, L> edge : sorted.get(i).outgoing) {
                Vertex<V, L> target = edge.target();
                if (--before[target.index] == 0) {
                    sorted.add(target);
                }
            }
        }
        return sorted.stream().map(vertex -> vertex.element).toList();
    }

    private Vertex<V, L> vertex(V element) {
        Vertex<V, L> vertex = vertices.get(element);
        if (vertex == null) {
            throw new IllegalArgumentException(element + " was not added");
        }
        return vertex;
    }
}
