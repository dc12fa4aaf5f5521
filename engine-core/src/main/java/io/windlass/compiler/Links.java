package io.windlass.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The links of a graph that is being compiled, with their deciders. */
final class Links {
    private static final int ROOM = 16;

    private final Ints froms = new Ints(ROOM);
    private final Ints tos = new Ints(ROOM);
    private final Map<Integer, List<Gate>> gates = new HashMap<>();

    void add(int from, int to) {
        froms.add(from);
        tos.add(to);
    }

    /** Adds a decider to a link into a node. */
    void gate(int to, Gate gate) {
        gates.computeIfAbsent(to, node -> new ArrayList<>()).add(gate);
    }

    int[][] successors(int size) {
        return adjacency(size, froms, tos);
    }

    int[][] predecessors(int size) {
        return adjacency(size, tos, froms);
    }

    private int[][] adjacency(int size, Ints keys, Ints others) {
        int[] count = new int[size];
        for (int link = 0; link < keys.size(); link++) {
            count[keys.get(link)]++;
        }
        int[][] lists = new int[size][];
        for (int node = 0; node < size; node++) {
            lists[node] = new int[count[node]];
        }
        int[] filled = new int[size];
        for (int link = 0; link < keys.size(); link++) {
            int key = keys.get(link);
            lists[key][filled[key]++] = others.get(link);
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
