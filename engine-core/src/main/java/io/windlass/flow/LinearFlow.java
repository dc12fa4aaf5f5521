package io.windlass.flow;

import io.windlass.atom.FlowElement;
import io.windlass.retry.Retry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Children that run one after the other, and are undone in reverse. */
public final class LinearFlow extends Flow {
    private final Children children = new Children();

    private LinearFlow(String name, @Nullable Retry retry) {
        super(name, retry);
    }

    /** An empty flow. */
    public static LinearFlow named(String name) {
        return new LinearFlow(name, null);
    }

    /** An empty flow under a controller. */
    public static LinearFlow named(String name, Retry retry) {
        return new LinearFlow(name, retry);
    }

    /** Adds children at the end; one that is there already is left where it is. */
    public LinearFlow add(FlowElement... elements) {
        children.add(elements);
        return this;
    }

    @Override
    public List<FlowElement> children() {
        return List.copyOf(children.list());
    }

    @Override
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        List<FlowElement> inOrder = children.list();
        for (int i = 1; i < inOrder.size(); i++) {
            links.add(new Link(inOrder.get(i - 1), inOrder.get(i)));
        }
        return links;
    }

    @Override
    public boolean isGraph() {
        return false;
    }

    @Override
    Set<String> requiredByChildren() {
        Set<String> provided = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        for (FlowElement child : children.list()) {
            child.requires().stream()
                    .filter(symbol -> !provided.contains(symbol))
                    .forEach(required::add);
            provided.addAll(child.provides());
        }
        return required;
    }
}
