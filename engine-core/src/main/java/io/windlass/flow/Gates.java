package io.windlass.flow;

import io.windlass.atom.FlowElement;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Who decides on which link of a graph flow. */
final class Gates {
    private final IdentityHashMap<FlowElement, IdentityHashMap<FlowElement, Flow.Gate>> byLink =
            new IdentityHashMap<>();

    void put(FlowElement from, FlowElement to, Flow.Gate gate) {
        byLink.computeIfAbsent(from, element -> new IdentityHashMap<>()).put(to, gate);
    }

    Optional<Flow.Gate> get(FlowElement from, FlowElement to) {
        IdentityHashMap<FlowElement, Flow.Gate> targets = byLink.get(from);
        return targets == null ? Optional.empty() : Optional.ofNullable(targets.get(to));
    }
}
