package io.windlass.compiler;

import io.windlass.atom.FlowElement;
import io.windlass.atom.Task;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DuplicateException;
import io.windlass.flow.Flow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compiles flows, in time proportional to their tasks and links. Use {@link #compile}. */
public final class Compiler {
    /** Deeper nesting than this is refused. */
    public static final int MAX_DEPTH = 200;

    private final List<NodeKind> kinds = new ArrayList<>();
    private final List<@Nullable Task> tasks = new ArrayList<>();
    private final List<Integer> parent = new ArrayList<>();
    private final List<Integer> depth = new ArrayList<>();
    private final List<Integer> end = new ArrayList<>();
    private final List<Scopes.Order> order = new ArrayList<>();
    private final List<int[]> links = new ArrayList<>();
    private final IdentityHashMap<FlowElement, Integer> entries = new IdentityHashMap<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Set<String> duplicates = new TreeSet<>();

    private Compiler() {}

    /**
     * Compiles a flow.
     *
     * @throws DuplicateException when two atoms have one name, or one element is in two places; names them
     * @throws DefinitionException when flows are nested too deep, or an element is neither task nor flow
     */
    public static Compilation compile(Flow flow) {
        return new Compiler().build(flow);
    }

    private Compilation build(Flow flow) {
        add(flow, -1, 0);
        if (!duplicates.isEmpty()) {
            throw new DuplicateException("atoms with the same name in flow '" + flow.name() + "': " + duplicates
                    + "; give each a name of its own with named(…)");
        }
        int size = kinds.size();
        int[][] successors = adjacency(size, 0, 1);
        int[][] predecessors = adjacency(size, 1, 0);
        Scopes scopes = new Scopes(
                ints(parent), ints(depth), ints(end), order.toArray(new Scopes.Order[0]), providers(), predecessors);
        return new Compilation(
                flow.name(),
                kinds.toArray(new NodeKind[0]),
                tasks.toArray(new Task[0]),
                successors,
                predecessors,
                // Children are numbered in a topological order of their links, so the numbers are one of the whole.
                java.util.stream.IntStream.range(0, size).toArray(),
                byName,
                scopes);
    }

    private void add(FlowElement element, int within, int level) {
        if (level > MAX_DEPTH) {
            throw new DefinitionException(
                    "flows nested deeper than " + MAX_DEPTH + " at '" + element.name() + "'; flatten some of them");
        }
        Integer before = entries.putIfAbsent(element, kinds.size());
        if (before != null) {
            throw new DuplicateException(
                    "'" + element.name() + "' is in the flow twice; make another object for" + " the second place");
        }
        if (element instanceof Task task) {
            int node = node(NodeKind.TASK, task, within, level, Scopes.Order.NONE);
            if (byName.putIfAbsent(task.name(), node) != null) {
                duplicates.add(task.name());
            }
        } else if (element instanceof Flow flow) {
            addFlow(flow, within, level);
        } else {
            throw new DefinitionException("'" + element.name() + "' is neither a task nor a flow");
        }
    }

    private void addFlow(Flow flow, int within, int level) {
        List<FlowElement> children = flow.children();
        List<Flow.Link> between = flow.links();
        int begin = node(NodeKind.FLOW, null, within, level, orderOf(flow));
        children.forEach(child -> add(child, begin, level + 1));
        int finish = node(NodeKind.FLOW_END, null, within, level, Scopes.Order.NONE);
        end.set(begin, finish);
        Set<FlowElement> preceded = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<FlowElement> followed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Flow.Link link : between) {
            link(exit(link.from()), entry(link.to()));
            preceded.add(link.to());
            followed.add(link.from());
        }
        for (FlowElement child : children) {
            if (!preceded.contains(child)) {
                link(begin, entry(child));
            }
            if (!followed.contains(child)) {
                link(exit(child), finish);
            }
        }
        if (children.isEmpty()) {
            link(begin, finish);
        }
    }

    private static Scopes.Order orderOf(Flow flow) {
        if (flow.isGraph()) {
            return Scopes.Order.LINKS;
        }
        return flow.links().isEmpty() && flow.children().size() > 1 ? Scopes.Order.NONE : Scopes.Order.LINE;
    }

    private int node(NodeKind kind, @Nullable Task task, int within, int level, Scopes.Order ordering) {
        int node = kinds.size();
        kinds.add(kind);
        tasks.add(task);
        parent.add(within);
        depth.add(level);
        end.add(node);
        order.add(ordering);
        return node;
    }

    private int entry(FlowElement element) {
        Integer node = entries.get(element);
        if (node == null) {
            throw new DefinitionException("'" + element.name() + "' is linked but not in the flow");
        }
        return node;
    }

    private int exit(FlowElement element) {
        return end.get(entry(element));
    }

    private void link(int from, int to) {
        links.add(new int[] {from, to});
    }

    private int[][] adjacency(int size, int key, int other) {
        int[] count = new int[size];
        links.forEach(link -> count[link[key]]++);
        int[][] lists = new int[size][];
        for (int node = 0; node < size; node++) {
            lists[node] = new int[count[node]];
        }
        int[] filled = new int[size];
        for (int[] link : links) {
            lists[link[key]][filled[link[key]]++] = link[other];
        }
        return lists;
    }

    private Map<String, int[]> providers() {
        Map<String, List<Integer>> bySymbol = new LinkedHashMap<>();
        for (int node = 0; node < kinds.size(); node++) {
            Task task = tasks.get(node);
            if (task != null) {
                for (String symbol : task.provides()) {
                    bySymbol.computeIfAbsent(symbol, s -> new ArrayList<>()).add(node);
                }
            }
        }
        Map<String, int[]> providers = new HashMap<>();
        bySymbol.forEach((symbol, nodes) -> providers.put(symbol, ints(nodes)));
        return providers;
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
