package io.windlass.compiler;

import io.windlass.atom.Task;
import io.windlass.failure.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A flow as one frozen graph of numbered nodes: its tasks, and the beginnings and ends of its flows. Nodes are
 * numbered in TaskFlow's listing order: a flow's beginning, its contents in their order, its end. Immutable.
 */
public final class Compilation {
    private final String name;
    private final NodeKind[] kinds;
    private final @Nullable Task[] tasks;
    private final int[][] successors;
    private final int[][] predecessors;
    private final int[] topologicalOrder;
    private final Map<String, Integer> byName;
    private final Scopes scopes;
    private final List<Integer> atoms;

    Compilation(
            String name,
            NodeKind[] kinds,
            @Nullable Task[] tasks,
            int[][] successors,
            int[][] predecessors,
            int[] topologicalOrder,
            Map<String, Integer> byName,
            Scopes scopes) {
        this.name = name;
        this.kinds = kinds;
        this.tasks = tasks;
        this.successors = successors;
        this.predecessors = predecessors;
        this.topologicalOrder = topologicalOrder;
        this.byName = Map.copyOf(byName);
        this.scopes = scopes;
        this.atoms = IntStream.range(0, kinds.length)
                .filter(node -> kinds[node].isAtom())
                .boxed()
                .toList();
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

    /** {@return the nodes at which something runs, in order} */
    public List<Integer> atoms() {
        return atoms;
    }

    /**
     * {@return the task at a node}
     *
     * @throws NotFoundException when there is none
     */
    public Task task(int node) {
        Task task = tasks[node];
        if (task == null) {
            throw new NotFoundException("node " + node + " of flow '" + name + "' is no task");
        }
        return task;
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

    /** {@return all nodes, each after its predecessors; not to be changed} */
    public int[] topologicalOrder() {
        return topologicalOrder;
    }

    /** {@return who sees what whom provides} */
    public Scopes scopes() {
        return scopes;
    }
}
