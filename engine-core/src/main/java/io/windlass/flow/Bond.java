package io.windlass.flow;

import io.windlass.atom.FlowElement;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a graph flow keeps about one of its links. */
final class Bond {
    private Set<String> reasons = Set.of();
    private boolean manual;
    private Flow.@Nullable Gate gate;

    /** Notes a name for which the link is there. */
    void because(String symbol) {
        if (reasons.isEmpty()) {
            reasons = Set.of(symbol);
        } else {
            reasons = new TreeSet<>(reasons);
            reasons.add(symbol);
        }
    }

    /** Notes that somebody asked for the link, perhaps with a decider; one without leaves the one before. */
    void given(Flow.@Nullable Gate decides) {
        manual = true;
        gate = decides == null ? gate : decides;
    }

    Flow.Link between(FlowElement from, FlowElement to) {
        return new Flow.Link(from, to, Optional.ofNullable(gate), manual, reasons);
    }
}
