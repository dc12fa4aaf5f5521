package io.windlass.flow;

import io.windlass.atom.FlowElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The children of a linear or unordered flow, in the order of adding, each once. */
final class Children {
    private final List<FlowElement> inOrder = new ArrayList<>();
    private final Set<FlowElement> known = Collections.newSetFromMap(new IdentityHashMap<>());

    void add(FlowElement... elements) {
        for (FlowElement element : elements) {
            if (known.add(element)) {
                inOrder.add(element);
            }
        }
    }

    List<FlowElement> list() {
        return Collections.unmodifiableList(inOrder);
    }
}
