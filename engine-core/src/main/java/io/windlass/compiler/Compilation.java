package io.windlass.compiler;

import io.windlass.atom.Atom;
import io.windlass.atom.Task;
import io.windlass.failure.NotFoundException;
import io.windlass.retry.Retry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow as one frozen graph of numbered nodes: its tasks and retry controllers, and the beginnings and ends of its
 * flows. Numbers rise along links: a flow's beginning, its controller, its contents in their order, its end. Immutable.
 */
public final class Compilation {
    private final String name;
    private final NodeKind[] kinds;
    private final String[] names;
    private final @Nullable Atom<?>[] byNode;
    private final int[] controllers;
    private final int[][] successors;
    private final int[][] predecessors;
    private final Map<String, Integer> byName;
    private final Map<Integer, List<Gate>> gates;
    private final Scopes scopes;
    private final List<Integer> atoms;

    Compilation(String name, Nodes nodes, Links links, Map<String, Integer> byName, Map<String, int[]> providers) {
        this.name = name;
        this.kinds = nodes.kinds();
        this.names = nodes.names();
        this.byNode = nodes.atoms();
        this.controllers = nodes.controllers();
        this.successors = links.successors(kinds.length);
        this.predecessors = links.predecessors(kinds.length);
        this.byName = Map.copyOf(byName);
        this.gates = links.gates(kinds, predecessors);
        this.scopes = new Scopes(nodes.places(), nodes.listing(), providers, predecessors);
        this.atoms = nodes.listing();
    }

    /** {@return the name of the outermost flow} */
    public String name() {
        return name;
    }

    /** {@return how many nodes there are} */
    public int size() {
        return kinds.length;
    }

    /** {@return what the node stands for} */
    public NodeKind kind(int node) {
        return kinds[node];
    }

    /** {@return the name of the atom at a node, or of the flow that begins or ends there} */
    public String name(int node) {
        return names[node];
    }

    /** {@return the nodes at which something runs, as TaskFlow lists them: a flow's contents, then its controller} */
    public List<Integer> atoms() {
        return atoms;
    }

    /**
     * {@return what runs at a node}
     *
     * @throws NotFoundException when nothing does
     */
    public Atom<?> atom(int node) {
        Atom<?> atom = byNode[node];
        if (atom == null) {
            throw new NotFoundException("at node " + node + " of flow '" + name + "' nothing runs");
        }
        return atom;
    }

    /**
     * {@return the task at a node}
     *
     * @throws NotFoundException when there is none
     */
    public Task task(int node) {
        if (byNode[node] instanceof Task task) {
            return task;
        }
        throw new NotFoundException("node " + node + " of flow '" + name + "' is no task");
    }

    /**
     * {@return the controller at a node}
     *
     * @throws NotFoundException when there is none
     */
    public Retry retry(int node) {
        if (byNode[node] instanceof Retry retry) {
            return retry;
        }
        throw new NotFoundException("node " + node + " of flow '" + name + "' is no retry");
    }

    /** {@return the node of the controller that is asked when the atom fails, -1 when there is none} */
    public int controllerOf(int atom) {
        return controllers[atom];
    }

    /** {@return the deciders that an atom must pass before it starts; mostly empty} */
    public List<Gate> gates(int atom) {
        return gates.getOrDefault(atom, List.of());
    }

    /** {@return the node of the atom, null when the flow has none of that name} */
    public @Nullable Integer node(String atom) {
        return byName.get(atom);
    }

    /** {@return the nodes directly after a node; not to be changed} */
    public int[] successors(int node) {
        return successors[node];
    }

    /** {@return the nodes directly before a node; not to be changed} */
    public int[] predecessors(int node) {
        return predecessors[node];
    }

    /** {@return who sees what whom provides} */
    public Scopes scopes() {
        return scopes;
    }
}
