package io.windlass.flow;

import io.windlass.atom.FlowElement;
import io.windlass.failure.DefinitionException;
import java.util.List;
import java.util.Set;

/**
 * Tasks and flows with an order between them. Flows are put together by one thread and not changed once an engine
 * has them. Names of flows need not be unique.
 */
public abstract class Flow implements FlowElement {
    private static final int MAX_NAME = 200;
    private final String name;

    Flow(String name) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new DefinitionException("a flow's name must have 1 to " + MAX_NAME + " characters");
        }
        this.name = name;
    }

    /** A direct order between two children. */
    public record Link(FlowElement from, FlowElement to) {}

    @Override
    public final String name() {
        return name;
    }

    /** {@return the children: in their order where they have one, else as they were added} */
    public abstract List<FlowElement> children();

    /** {@return the direct links between children} */
    public abstract List<Link> links();

    /** {@return whether children are ordered by all links between them alone, not by their places in a line} */
    public abstract boolean isGraph();

    @Override
    public abstract Set<String> requires();

    @Override
    public final Set<String> provides() {
        Set<String> names = new java.util.LinkedHashSet<>();
        children().forEach(child -> names.addAll(child.provides()));
        return names;
    }

    @Override
    public final String toString() {
        return "\"" + getClass().getSimpleName() + ": " + name + "(len="
                + children().size() + ")\"";
    }
}
