package io.windlass.flow;

import io.windlass.atom.FlowElement;
import io.windlass.flow.GraphFlow.Resolve;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A graph flow as one would write it without a thought for cost: each call looks at all that is there and walks over
 * all that comes before it, works on a copy, and looks for a cycle at the end.
 */
final class NaiveGraph {
    private final Set<String> fromRetry;
    private List<FlowElement> nodes = new ArrayList<>();
    private Map<List<FlowElement>, Bond> links = new LinkedHashMap<>();

    /** A link as the two models are compared by. */
    record Bond(boolean manual, Set<String> reasons) {}

    NaiveGraph(Set<String> fromRetry) {
        this.fromRetry = fromRetry;
    }

    /** {@return whether it was done; nothing is changed when it was not} */
    boolean add(Resolve resolve, List<FlowElement> elements) {
        NaiveGraph next = copy();
        boolean clear = next.addAll(resolve, elements);
        return clear && take(next);
    }

    /** {@return whether it was done; nothing is changed when it was not} */
    boolean link(FlowElement from, FlowElement to) {
        NaiveGraph next = copy();
        Bond bond = next.links.getOrDefault(List.of(from, to), new Bond(false, Set.of()));
        next.links.put(List.of(from, to), new Bond(true, bond.reasons()));
        return take(next);
    }

    private NaiveGraph copy() {
        NaiveGraph copy = new NaiveGraph(fromRetry);
        copy.nodes = new ArrayList<>(nodes);
        copy.links = new LinkedHashMap<>(links);
        return copy;
    }

    private boolean take(NaiveGraph next) {
        if (next.nodes.stream().anyMatch(node -> next.before(node).contains(node))) {
            return false;
        }
        nodes = next.nodes;
        links = next.links;
        return true;
    }

    private boolean addAll(Resolve resolve, List<FlowElement> elements) {
        Map<String, List<FlowElement>> required = new LinkedHashMap<>();
        Map<String, List<FlowElement>> provided = new LinkedHashMap<>();
        for (FlowElement node : nodes) {
            lacking(node).forEach(symbol -> list(required, symbol).add(node));
            node.provides().forEach(symbol -> list(provided, symbol).add(node));
        }
        for (FlowElement node : elements) {
            if (nodes.contains(node)) {
                continue;
            }
            nodes.add(node);
            if (resolve == Resolve.ALL || resolve == Resolve.REQUIRES) {
                for (String symbol : lacking(node)) {
                    List<FlowElement> known = list(provided, symbol);
                    if (known.size() > 1) {
                        return false;
                    }
                    known.forEach(provider -> because(symbol, provider, node));
                    if (known.isEmpty()) {
                        list(required, symbol).add(node);
                    }
                }
            }
            node.provides().forEach(symbol -> list(provided, symbol).add(node));
            if (resolve == Resolve.ALL || resolve == Resolve.EXISTING) {
                for (String symbol : node.provides()) {
                    list(required, symbol).stream()
                            .filter(other -> other != node)
                            .forEach(other -> because(symbol, node, other));
                    list(required, symbol).removeIf(other -> other != node);
                }
            }
        }
        return true;
    }

    private static List<FlowElement> list(Map<String, List<FlowElement>> map, String symbol) {
        return map.computeIfAbsent(symbol, name -> new ArrayList<>());
    }

    private void because(String symbol, FlowElement from, FlowElement to) {
        Bond bond = links.getOrDefault(List.of(from, to), new Bond(false, Set.of()));
        Set<String> reasons = new TreeSet<>(bond.reasons());
        reasons.add(symbol);
        links.put(List.of(from, to), new Bond(bond.manual(), reasons));
    }

    private Set<String> lacking(FlowElement node) {
        Set<String> lacking = new LinkedHashSet<>(node.requires());
        lacking.removeAll(fromRetry);
        before(node).forEach(other -> lacking.removeAll(other.provides()));
        return lacking;
    }

    private Set<FlowElement> before(FlowElement node) {
        Set<FlowElement> before = new LinkedHashSet<>();
        Deque<FlowElement> queue = new ArrayDeque<>(List.of(node));
        while (!queue.isEmpty()) {
            FlowElement next = queue.remove();
            for (List<FlowElement> link : links.keySet()) {
                if (link.get(1) == next && before.add(link.get(0))) {
                    queue.add(link.get(0));
                }
            }
        }
        return before;
    }

    Map<List<FlowElement>, Bond> links() {
        return links;
    }

    /** {@return what is required of outside when only these are shown, with all before them} */
    Set<String> requires(List<FlowElement> shown) {
        Set<String> required = new LinkedHashSet<>();
        shown.forEach(node -> required.addAll(lacking(node)));
        return required;
    }

    /** {@return one and all before it} */
    List<FlowElement> upTo(FlowElement target) {
        Set<FlowElement> before = before(target);
        return nodes.stream()
                .filter(node -> node == target || before.contains(node))
                .toList();
    }

    List<FlowElement> nodes() {
        return nodes;
    }
}
