package io.windlass.flow;

import io.windlass.atom.FlowElement;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DependencyException;
import io.windlass.graph.Dag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Children with links between them: those given by {@link #link}, and one from the provider of each name to whoever
 * requires it. As in TaskFlow the names are resolved while children are added, so the order of adding matters where
 * several provide one name.
 */
public final class GraphFlow extends Flow {
    private final Dag<FlowElement> dag = new Dag<>();
    private final Map<String, List<FlowElement>> providers = new LinkedHashMap<>();
    private final Map<String, List<FlowElement>> wanting = new LinkedHashMap<>();

    private GraphFlow(String name) {
        super(name);
    }

    /** An empty flow. */
    public static GraphFlow named(String name) {
        return new GraphFlow(name);
    }

    /**
     * Adds children, with links for the names that they require or provide; children that are there are left alone.
     *
     * @throws AmbiguousDependencyException when a child requires what several provide
     * @throws DependencyException when the names make a cycle; in both cases this call adds nothing
     */
    public GraphFlow add(FlowElement... elements) {
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            for (FlowElement element : elements) {
                if (!dag.contains(element)) {
                    addOne(element, undo);
                }
            }
        } catch (DependencyException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
        return this;
    }

    private void addOne(FlowElement element, Deque<Runnable> undo) {
        dag.add(element);
        undo.push(() -> dag.removeLast(element));
        for (String symbol : element.requires()) {
            if (isWanted(element, symbol)) {
                resolve(element, symbol, undo);
            }
        }
        for (String symbol : element.provides()) {
            register(providers, symbol, element, undo);
        }
        for (String symbol : element.provides()) {
            satisfy(element, symbol, undo);
        }
    }

    private boolean isWanted(FlowElement element, String symbol) {
        return !dag.anyAncestor(element, ancestor -> ancestor.provides().contains(symbol));
    }

    /** Links the one provider that is known, or notes that the symbol is still wanted. */
    private void resolve(FlowElement element, String symbol, Deque<Runnable> undo) {
        List<FlowElement> known = providers.getOrDefault(symbol, List.of());
        if (known.size() > 1) {
            List<String> names = known.stream().map(FlowElement::name).sorted().toList();
            throw new AmbiguousDependencyException("'" + element.name() + "' in " + this + " requires '" + symbol
                    + "', which " + names + " provide; rename one of theirs, or link one to it first");
        }
        if (known.isEmpty()) {
            register(wanting, symbol, element, undo);
        } else {
            linkFor(symbol, known.get(0), element, undo);
        }
    }

    /** Links a new provider to whoever was there before and still wants the symbol. */
    private void satisfy(FlowElement provider, String symbol, Deque<Runnable> undo) {
        for (FlowElement wants : List.copyOf(wanting.getOrDefault(symbol, List.of()))) {
            if (wants != provider && isWanted(wants, symbol)) {
                linkFor(symbol, provider, wants, undo);
                unregister(wanting, symbol, wants, undo);
            }
        }
    }

    private void linkFor(String symbol, FlowElement from, FlowElement to, Deque<Runnable> undo) {
        if (linkChecked(from, to, "the name '" + symbol + "'")) {
            undo.push(() -> dag.unlink(from, to));
        }
    }

    private boolean linkChecked(FlowElement from, FlowElement to, String reason) {
        try {
            return dag.link(from, to);
        } catch (IllegalArgumentException e) {
            throw new DependencyException("in " + this + " " + reason + " makes '" + to.name() + "' follow '"
                    + from.name() + "', which already follows it: a cycle");
        }
    }

    private static void register(
            Map<String, List<FlowElement>> map, String symbol, FlowElement element, Deque<Runnable> undo) {
        List<FlowElement> elements = map.computeIfAbsent(symbol, s -> new ArrayList<>());
        elements.add(element);
        undo.push(() -> elements.remove(elements.size() - 1));
    }

    private static void unregister(
            Map<String, List<FlowElement>> map, String symbol, FlowElement element, Deque<Runnable> undo) {
        List<FlowElement> before = List.copyOf(map.getOrDefault(symbol, List.of()));
        List<FlowElement> after = new ArrayList<>(before);
        after.removeIf(other -> other == element);
        map.put(symbol, after);
        undo.push(() -> map.put(symbol, new ArrayList<>(before)));
    }

    /**
     * Makes one child follow another.
     *
     * @throws DefinitionException when one of them was not added
     * @throws DependencyException when that makes a cycle; the flow is not changed then
     */
    public GraphFlow link(FlowElement from, FlowElement to) {
        for (FlowElement element : List.of(from, to)) {
            if (!dag.contains(element)) {
                throw new DefinitionException("'" + element.name() + "' is not in " + this + "; add it before linking");
            }
        }
        linkChecked(from, to, "the link");
        return this;
    }

    @Override
    public List<FlowElement> children() {
        return dag.topologicalOrder();
    }

    @Override
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (FlowElement from : dag.elements()) {
            dag.successors(from).forEach(to -> links.add(new Link(from, to)));
        }
        return links;
    }

    @Override
    public boolean isGraph() {
        return true;
    }

    @Override
    public Set<String> requires() {
        Set<String> required = new LinkedHashSet<>();
        for (FlowElement child : dag.elements()) {
            Collection<String> symbols = child.requires();
            symbols.stream().filter(symbol -> isWanted(child, symbol)).forEach(required::add);
        }
        return required;
    }
}
