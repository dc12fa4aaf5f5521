package io.windlass.flow;

import io.windlass.atom.Decider;
import io.windlass.atom.DeciderDepth;
import io.windlass.atom.FlowElement;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DependencyException;
import io.windlass.graph.Dag;
import io.windlass.retry.Retry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Children with links between them: those given by {@link #link}, and one from the provider of each name to whoever
 * requires it. As in TaskFlow the names are resolved while children are added, so the order of adding matters where
 * several provide one name.
 */
public final class GraphFlow extends Flow {
    private final Dag<FlowElement> dag = new Dag<>();
    private final Map<String, List<FlowElement>> providers = new LinkedHashMap<>();
    private final Map<String, List<FlowElement>> wanting = new LinkedHashMap<>();

    private final Gates gates = new Gates();
    private @Nullable FlowElement target;

    private GraphFlow(String name, @Nullable Retry retry) {
        super(name, retry);
    }

    /** An empty flow. */
    public static GraphFlow named(String name) {
        return new GraphFlow(name, null);
    }

    /** An empty flow under a controller; what that provides is never linked, it comes before all children. */
    public static GraphFlow named(String name, Retry retry) {
        return new GraphFlow(name, retry);
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
        boolean fromRetry =
                retry().map(retry -> retry.provides().contains(symbol)).orElse(false);
        return !fromRetry
                && !dag.anyAncestor(element, ancestor -> ancestor.provides().contains(symbol));
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
        requireAdded(from);
        requireAdded(to);
        linkChecked(from, to, "the link");
        return this;
    }

    /** Makes one child follow another if the decider says so; a no skips all that comes after. */
    public GraphFlow link(FlowElement from, FlowElement to, Decider decider) {
        return link(from, to, decider, DeciderDepth.ALL);
    }

    /**
     * Makes one child follow another if the decider says so. A second link between the two keeps the decider of the
     * first, unless it has its own.
     *
     * @param depth what a no skips
     * @throws DefinitionException when one of them was not added
     * @throws DependencyException when that makes a cycle; the flow is not changed then
     */
    public GraphFlow link(FlowElement from, FlowElement to, Decider decider, DeciderDepth depth) {
        link(from, to);
        gates.put(from, to, new Gate(decider, depth));
        return this;
    }

    private void requireAdded(FlowElement element) {
        if (!dag.contains(element)) {
            throw new DefinitionException("'" + element.name() + "' is not in " + this + "; add it first");
        }
    }

    /**
     * Makes this flow consist of one child and all that comes before it, until {@link #wholeAgain}.
     *
     * @throws DefinitionException when it was not added
     */
    public GraphFlow target(FlowElement child) {
        requireAdded(child);
        target = child;
        return this;
    }

    /** Takes a {@link #target} back. */
    public GraphFlow wholeAgain() {
        target = null;
        return this;
    }

    private List<FlowElement> visible(List<FlowElement> elements) {
        if (target == null) {
            return elements;
        }
        Set<FlowElement> seen = dag.upTo(target);
        return elements.stream().filter(seen::contains).toList();
    }

    @Override
    public List<FlowElement> children() {
        return visible(dag.topologicalOrder());
    }

    @Override
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        List<FlowElement> shown = visible(dag.elements());
        Set<FlowElement> ends = Collections.newSetFromMap(new IdentityHashMap<>());
        ends.addAll(shown);
        for (FlowElement from : shown) {
            dag.successors(from).stream()
                    .filter(ends::contains)
                    .forEach(to -> links.add(new Link(from, to, gates.get(from, to))));
        }
        return links;
    }

    @Override
    public boolean isGraph() {
        return true;
    }

    @Override
    Set<String> requiredByChildren() {
        Set<String> required = new LinkedHashSet<>();
        for (FlowElement child : visible(dag.elements())) {
            Collection<String> symbols = child.requires();
            symbols.stream().filter(symbol -> isWanted(child, symbol)).forEach(required::add);
        }
        return required;
    }
}
