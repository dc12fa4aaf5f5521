package io.windlass.flow;

import io.windlass.atom.FlowElement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What linear and unordered flows have in common. */
final class Children {
    private Children() {}

    static void addTo(List<FlowElement> children, FlowElement... elements) {
        Set<FlowElement> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(children);
        for (FlowElement element : elements) {
            if (known.add(element)) {
                children.add(element);
            }
        }
    }
}
