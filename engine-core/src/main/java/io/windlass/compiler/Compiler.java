package io.windlass.compiler;

import io.windlass.atom.Atom;
import io.windlass.atom.FlowElement;
import io.windlass.atom.Task;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DuplicateException;
import io.windlass.flow.Flow;
import io.windlass.retry.Retry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compiles flows, in time proportional to their tasks and links. Use {@link #compile}. */
public final class Compiler {
    /** Deeper nesting than this is refused. */
    public static final int MAX_DEPTH = 200;

    private final Nodes nodes = new Nodes();
    private final Links links = new Links();
    private final IdentityHashMap<Object, Integer> entries = new IdentityHashMap<>();
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
        add(flow, Nodes.Place.OUTERMOST);
        if (!duplicates.isEmpty()) {
            throw new DuplicateException("atoms with the same name in flow '" + flow.name() + "': " + duplicates
                    + "; give each a name of its own with named(…)");
        }
        return new Compilation(flow.name(), nodes, links, byName, providers());
    }

    private void add(FlowElement element, Nodes.Place place) {
        if (place.depth() > MAX_DEPTH) {
            throw new DefinitionException(
                    "flows nested deeper than " + MAX_DEPTH + " at '" + element.name() + "'; flatten some of them");
        }
        if (element instanceof Task task) {
            nodes.list(addAtom(NodeKind.TASK, task, place));
        } else if (element instanceof Flow flow) {
            addFlow(flow, place);
        } else {
            throw new DefinitionException("'" + element.name() + "' is neither a task nor a flow");
        }
    }

    private int addAtom(NodeKind kind, Atom<?> atom, Nodes.Place place) {
        enter(atom, atom.name());
        int node = nodes.add(kind, atom.name(), atom, place);
        if (byName.putIfAbsent(atom.name(), node) != null) {
            duplicates.add(atom.name());
        }
        return node;
    }

    private void enter(Object element, String name) {
        if (entries.putIfAbsent(element, nodes.size()) != null) {
            throw new DuplicateException(
                    "'" + name + "' is in the flow twice; make another object for the second place");
        }
    }

    private void addFlow(Flow flow, Nodes.Place place) {
        enter(flow, flow.name());
        int begin = nodes.add(NodeKind.FLOW, flow.name(), null, place);
        List<FlowElement> children = flow.children();
        List<Flow.Link> order = flow.links();
        nodes.order(begin, orderOf(flow, children, order));
        Optional<Retry> controller = flow.retry();
        int start = begin;
        if (controller.isPresent()) {
            start = addAtom(NodeKind.RETRY, controller.get(), place.inside(begin, -1));
            links.add(begin, start);
        }
        Nodes.Place inside = place.inside(begin, start == begin ? -1 : start);
        children.forEach(child -> add(child, inside));
        if (start != begin) {
            nodes.list(start);
        }
        int finish = nodes.add(NodeKind.FLOW_END, flow.name(), null, place);
        nodes.end(begin, finish);
        connect(children, order, start, finish);
    }

    private void connect(List<FlowElement> children, List<Flow.Link> order, int start, int finish) {
        BitSet preceded = new BitSet();
        BitSet followed = new BitSet();
        for (Flow.Link link : order) {
            int before = entry(link.from());
            int source = nodes.end(before);
            int target = entry(link.to());
            links.add(source, target);
            link.gate().ifPresent(gate -> links.gate(target, new Gate(source, gate.decider(), gate.depth())));
            preceded.set(target);
            followed.set(before);
        }
        for (FlowElement child : children) {
            int node = entry(child);
            if (!preceded.get(node)) {
                links.add(start, node);
            }
            if (!followed.get(node)) {
                links.add(nodes.end(node), finish);
            }
        }
        if (children.isEmpty()) {
            links.add(start, finish);
        }
    }

    private static Scopes.Order orderOf(Flow flow, List<FlowElement> children, List<Flow.Link> links) {
        if (flow.isGraph()) {
            return Scopes.Order.LINKS;
        }
        return links.isEmpty() && children.size() > 1 ? Scopes.Order.NONE : Scopes.Order.LINE;
    }

    private int entry(FlowElement element) {
        Integer node = entries.get(element);
        if (node == null) {
            throw new DefinitionException("'" + element.name() + "' is linked but not in the flow");
        }
        return node;
    }

    private Map<String, int[]> providers() {
        Map<String, int[]> providers = new HashMap<>();
        Map<String, Ints> shared = new HashMap<>(); // only few names have more than one
        for (int node = 0; node < nodes.size(); node++) {
            Atom<?> atom = nodes.atom(node);
            if (atom != null) {
                int[] alone = {node};
                for (String symbol : atom.results().names()) {
                    int[] before = providers.putIfAbsent(symbol, alone);
                    if (before != null) {
                        shared.computeIfAbsent(symbol, s -> Ints.of(before)).add(node);
                    }
                }
            }
        }
        shared.forEach((symbol, row) -> providers.put(symbol, row.toArray()));
        return providers;
    }
}
