package io.windlass.flow;

import io.windlass.atom.Decider;
import io.windlass.atom.DeciderDepth;
import io.windlass.atom.FlowElement;
import io.windlass.failure.DefinitionException;
import io.windlass.retry.Retry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and flows with an order between them. Flows are put together by one thread and not changed once an engine
 * has them. Names of flows need not be unique.
 */
public abstract class Flow implements FlowElement {
    private static final int MAX_NAME = 200;
    private final String name;
    private final @Nullable Retry retry;

    Flow(String name, @Nullable Retry retry) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new DefinitionException("a flow's name must have 1 to " + MAX_NAME + " characters");
        }
        this.name = name;
        this.retry = retry;
        if (retry != null) {
            retry.nameAfter(name);
        }
    }

    /**
     * A direct order between two children, perhaps with somebody who decides whether the second runs.
     *
     * @param gate who decides; empty when nobody does
     * @param manual whether it was given by {@link GraphFlow#link}
     * @param reasons the names that the first provides and the second requires, for which a graph flow made it; empty
     *     for a link that was only given, and in a linear flow
     */
    public record Link(FlowElement from, FlowElement to, Optional<Gate> gate, boolean manual, Set<String> reasons) {
        public Link {
            reasons = Set.copyOf(reasons);
        }

        /** An order that is in the nature of the flow: nobody decides about it, nothing is the reason for it. */
        public Link(FlowElement from, FlowElement to) {
            this(from, to, Optional.empty(), false, Set.of());
        }
    }

    /** Who decides on a link, and what a no skips. */
    public record Gate(Decider decider, DeciderDepth depth) {}

    /** {@return the controller that is asked when a child fails; empty when there is none} */
    public final Optional<Retry> retry() {
        return Optional.ofNullable(retry);
    }

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

    /** {@return what the children need from outside, were there no controller} */
    abstract Set<String> requiredByChildren();

    @Override
    public final Set<String> requires() {
        Set<String> names = new LinkedHashSet<>(requiredByChildren());
        if (retry != null) {
            names.removeAll(retry.provides());
            names.addAll(retry.requires());
        }
        return names;
    }

    @Override
    public final Set<String> provides() {
        Set<String> names = new LinkedHashSet<>();
        if (retry != null) {
            names.addAll(retry.provides());
        }
        children().forEach(child -> names.addAll(child.provides()));
        return names;
    }

    @Override
    public final String toString() {
        return "\"" + getClass().getSimpleName() + ": " + name + "(len="
                + children().size() + ")\"";
    }
}
