package io.windlass.flow;

import io.windlass.atom.FlowElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who provides which name in a graph flow, and who may still want one, in the order of adding. What is not
 * kept can be taken back.
 */
final class Symbols {
    private final Map<String, List<FlowElement>> providers = new HashMap<>();
    private final Map<String, List<FlowElement>> wanting = new HashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** What has changed stays. */
    void keep() {
        undo.clear();
    }

    /** Takes back what has changed since something was last kept. */
    void restore() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    List<FlowElement> providersOf(String symbol) {
        return providers.getOrDefault(symbol, List.of());
    }

    void provides(FlowElement element, String symbol) {
        append(providers, symbol, element);
    }

    void wants(FlowElement element, String symbol) {
        append(wanting, symbol, element);
    }

    private void append(Map<String, List<FlowElement>> map, String symbol, FlowElement element) {
        List<FlowElement> elements = map.computeIfAbsent(symbol, name -> new ArrayList<>(1));
        elements.add(element);
        undo.push(() -> elements.remove(elements.size() - 1));
    }

    /** {@return those who may still want a name, who are listed no more; but one who provides it itself stays listed} */
    List<FlowElement> takeWanting(String symbol, FlowElement provider) {
        List<FlowElement> wanted = wanting.get(symbol);
        if (wanted == null) {
            return List.of();
        }
        List<FlowElement> others = new ArrayList<>(wanted);
        boolean itself = others.removeIf(element -> element == provider);
        wanting.put(symbol, itself ? new ArrayList<>(List.of(provider)) : new ArrayList<>(1));
        undo.push(() -> wanting.put(symbol, wanted));
        return others;
    }
}
