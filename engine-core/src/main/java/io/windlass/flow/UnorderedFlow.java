package io.windlass.flow;

import io.windlass.atom.FlowElement;
import io.windlass.retry.Retry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Children that run in any order, or at the same time; none sees what another provides. */
public final class UnorderedFlow extends Flow {
    private final Children children = new Children();

    private UnorderedFlow(String name, @Nullable Retry retry) {
        super(name, retry);
    }

    /** An empty flow. */
    public static UnorderedFlow named(String name) {
        return new UnorderedFlow(name, null);
    }

    /** An empty flow under a controller. */
    public static UnorderedFlow named(String name, Retry retry) {
        return new UnorderedFlow(name, retry);
    }

    /** Adds children; one that is there already is left alone. */
    public UnorderedFlow add(FlowElement... elements) {
        children.add(elements);
        return this;
    }

    @Override
    public List<FlowElement> children() {
        return List.copyOf(children.list());
    }

    @Override
    public List<Link> links() {
        return List.of();
    }

    @Override
    public boolean isGraph() {
        return false;
    }

    @Override
    Set<String> requiredByChildren() {
        Set<String> required = new LinkedHashSet<>();
        children.list().forEach(child -> required.addAll(child.requires()));
        return required;
    }
}
