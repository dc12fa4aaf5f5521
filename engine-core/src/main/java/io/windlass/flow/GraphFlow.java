package io.windlass.flow;

import io.windlass.atom.Decider;
import io.windlass.atom.DeciderDepth;
import io.windlass.atom.FlowElement;
import io.windlass.failure.AmbiguousDependencyException;
import io.windlass.failure.DefinitionException;
import io.windlass.failure.DependencyException;
import io.windlass.graph.Dag;
import io.windlass.retry.Retry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Children with links between them: those given by {@link #link}, and one from the provider of each name to whoever
 * requires it. As in TaskFlow the names are resolved while children are added, so the order of adding matters where
 * several provide one name, and a nested flow is looked at as it is when it is added: fill it before. A name that is
 * provided by something that a child follows already, however far, makes no link. Adding takes time in proportion to
 * the names of what is added, not to what is there.
 */
public final class GraphFlow extends Flow {
    private final Dag<FlowElement, Bond> dag = new Dag<>();
    private final Symbols symbols = new Symbols();
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

    /** Which links {@link #add(Resolve, FlowElement...)} makes of names. */
    public enum Resolve {
        /** From what is there to what is added, and from what is added to what is there and still lacks a name. */
        ALL,
        /** Only from what is there to what is added; TaskFlow's {@code resolve_existing=False}. */
        REQUIRES,
        /** Only from what is added to what is there; TaskFlow's {@code resolve_requires=False}. */
        EXISTING,
        /** None. */
        NONE;

        private boolean requires() {
            return this == ALL || this == REQUIRES;
        }

        private boolean existing() {
            return this == ALL || this == EXISTING;
        }
    }

    /**
     * Adds children, with links for the names that they require or provide; children that are there are left alone.
     *
     * @throws AmbiguousDependencyException when a child requires what several provide
     * @throws DependencyException when the names make a cycle; in both cases this call adds nothing
     */
    public GraphFlow add(FlowElement... elements) {
        return add(Resolve.ALL, elements);
    }

    /**
     * Adds children with only some of the links that their names would make, or none. A child that was not linked to
     * a provider when it was added is linked to one that a later call adds, if that call links to what is there.
     *
     * @throws AmbiguousDependencyException when a child that is to be linked requires what several provide
     * @throws DependencyException when the names make a cycle; in both cases this call adds nothing
     */
    public GraphFlow add(Resolve resolve, FlowElement... elements) {
        int before = dag.size();
        try {
            for (FlowElement element : elements) {
                if (!dag.contains(element)) {
                    addOne(element, resolve, before);
                }
            }
            if (!resolve.requires()) {
                dag.elementsFrom(before).forEach(element -> required(element).forEach(s -> symbols.wants(element, s)));
            }
            symbols.keep();
        } catch (RuntimeException e) {
            dag.shrinkTo(before);
            symbols.restore();
            throw e;
        }
        return this;
    }

    private void addOne(FlowElement element, Resolve resolve, int before) {
        dag.add(element);
        if (resolve.requires()) {
            // It follows nothing yet, so nothing that it follows can provide what it requires.
            required(element).forEach(symbol -> linkToProvider(element, symbol));
        }
        Set<String> provided = element.provides();
        provided.forEach(symbol -> symbols.provides(element, symbol));
        if (resolve.existing()) {
            provided.forEach(symbol -> linkToWanting(element, symbol, before));
        }
    }

    /** What an element requires of its siblings: the controller comes before them all. */
    private Set<String> required(FlowElement element) {
        if (retry().isEmpty()) {
            return element.requires();
        }
        Set<String> required = new LinkedHashSet<>(element.requires());
        required.removeAll(retry().get().provides());
        return required;
    }

    /** Links the one provider that is known, or notes that the symbol is still wanted. */
    private void linkToProvider(FlowElement element, String symbol) {
        List<FlowElement> known = symbols.providersOf(symbol);
        if (known.size() > 1) {
            List<String> names = known.stream().map(FlowElement::name).sorted().toList();
            throw new AmbiguousDependencyException("'" + element.name() + "' in " + this + " requires '" + symbol
                    + "', which " + names + " provide; rename one of theirs, or add '" + element.name()
                    + "' with Resolve.EXISTING and link it to what it shall follow");
        }
        if (known.isEmpty()) {
            symbols.wants(element, symbol);
        } else {
            linkFor(symbol, known.get(0), element);
        }
    }

    /** Links a new provider to whoever was there before and still lacks the symbol. */
    private void linkToWanting(FlowElement provider, String symbol, int before) {
        for (FlowElement wants : symbols.takeWanting(symbol, provider)) {
            if (!isProvided(wants, symbol, before)) {
                linkFor(symbol, provider, wants);
            }
        }
    }

    /** Whether an element followed a provider of the symbol before this call, in which nothing else may satisfy it. */
    private boolean isProvided(FlowElement element, String symbol, int before) {
        if (dag.index(element) >= before) {
            return false;
        }
        List<FlowElement> known = symbols.providersOf(symbol).stream()
                .filter(provider -> dag.index(provider) < before)
                .toList();
        return !known.isEmpty() && dag.reaches(known, element, before);
    }

    private void linkFor(String symbol, FlowElement from, FlowElement to) {
        linkChecked(from, to, "the name '" + symbol + "'").because(symbol);
    }

    private Bond linkChecked(FlowElement from, FlowElement to, String reason) {
        try {
            return dag.link(from, to, Bond::new);
        } catch (IllegalArgumentException e) {
            throw new DependencyException("in " + this + " " + reason + " makes '" + to.name() + "' follow '"
                    + from.name() + "', which already follows it: a cycle");
        }
    }

    /**
     * Makes one child follow another.
     *
     * @throws DefinitionException when one of them was not added
     * @throws DependencyException when that makes a cycle; the flow is not changed then
     */
    public GraphFlow link(FlowElement from, FlowElement to) {
        return link(from, to, (Gate) null);
    }

    /** Makes one child follow another if the decider says so. A no skips all that comes after. */
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
        return link(from, to, new Gate(decider, depth));
    }

    private GraphFlow link(FlowElement from, FlowElement to, @Nullable Gate gate) {
        requireAdded(from);
        requireAdded(to);
        linkChecked(from, to, "the link").given(gate);
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

    private List<FlowElement> visible(List<FlowElement> all) {
        if (target == null) {
            return all;
        }
        Set<FlowElement> shown = dag.upTo(target);
        return all.stream().filter(shown::contains).toList();
    }

    @Override
    public List<FlowElement> children() {
        return visible(dag.topologicalOrder());
    }

    @Override
    public List<Link> links() {
        Set<FlowElement> shown = target == null ? Set.of() : dag.upTo(target);
        List<Link> links = new ArrayList<>();
        for (Dag.Link<FlowElement, Bond> link : dag.links()) {
            if (target == null || shown.contains(link.to())) {
                links.add(link.label().between(link.from(), link.to()));
            }
        }
        return links;
    }

    @Override
    public boolean isGraph() {
        return true;
    }

    @Override
    Set<String> requiredByChildren() {
        List<FlowElement> shown = visible(dag.elementsFrom(0));
        Map<String, List<FlowElement>> providers = new HashMap<>();
        for (FlowElement child : shown) {
            child.provides()
                    .forEach(symbol -> providers
                            .computeIfAbsent(symbol, name -> new ArrayList<>(1))
                            .add(child));
        }
        Set<String> required = new LinkedHashSet<>();
        for (FlowElement child : shown) {
            for (String symbol : required(child)) {
                if (!required.contains(symbol) && !follows(child, providers.getOrDefault(symbol, List.of()))) {
                    required.add(symbol);
                }
            }
        }
        return required;
    }

    private boolean follows(FlowElement child, List<FlowElement> providers) {
        return providers.stream()
                        .anyMatch(provider -> dag.label(provider, child).isPresent())
                || (!providers.isEmpty() && dag.reaches(providers, child, dag.size()));
    }
}
