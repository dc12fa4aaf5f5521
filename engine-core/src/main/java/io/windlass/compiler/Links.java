package io.windlass.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The links of a graph that is being compiled, with their deciders. */
final class Links {
    private final List<int[]> all = new ArrayList<>();
    private final Map<Integer, List<Gate>> gates = new HashMap<>();

    void add(int from, int to) {
        all.add(new int[] {from, to});
    }

    /** Adds a decider to a link into a node. */
    void gate(int to, Gate gate) {
        gates.computeIfAbsent(to, node -> new ArrayList<>()).add(gate);
    }

    int[][] successors(int size) {
        return adjacency(size, 0, 1);
    }

    int[][] predecessors(int size) {
        return adjacency(size, 1, 0);
    }

    private int[][] adjacency(int size, int key, int other) {
        int[] count = new int[size];
        all.forEach(link -> count[link[key]]++);
        int[][] lists = new int[size][];
        for (int node = 0; node < size; node++) {
            lists[node] = new int[count[node]];
        }
        int[] filled = new int[size];
        for (int[] link : all) {
            lists[link[key]][filled[link[key]]++] = link[other];
        }
        return lists;
    }

    /**
     * {@return the deciders that each node must pass: those of the links into it and, where it directly follows the
     * beginning of a flow, those that this must pass. Nodes without have no entry}
     */
    Map<Integer, List<Gate>> gates(NodeKind[] kinds, int[][] predecessors) {
        Map<Integer, List<Gate>> passed = new HashMap<>();
        for (int node = 0; !gates.isEmpty() && node < kinds.length; node++) {
            List<Gate> own = gates.getOrDefault(node, List.of());
            List<Gate> inherited = List.of();
            for (int before : predecessors[node]) {
                if (kinds[before] == NodeKind.FLOW) {
                    inherited = passed.getOrDefault(before, List.of());
                }
            }
            if (!own.isEmpty() || !inherited.isEmpty()) {
                passed.put(node, joined(own, inherited));
            }
        }
        return passed;
    }

    private static List<Gate> joined(List<Gate> own, List<Gate> inherited) {
        if (own.isEmpty()) {
            return inherited;
        }
        List<Gate> both = new ArrayList<>(own);
        both.addAll(inherited);
        return List.copyOf(both);
    }
}
