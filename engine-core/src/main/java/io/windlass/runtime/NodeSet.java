package io.windlass.runtime;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nodes in the order in which they came, each once. A step mostly has one, so few are found by looking at all of them. */
final class NodeSet {
    private static final int[] NONE = {};
    private static final int FEW = 16;

    private int[] nodes = NONE;
    private int size;
    /** The same; null while they are few. */
    private @Nullable BitSet members;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(int node) {
        if (contains(node)) {
            return;
        }
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(2, 2 * size));
        }
        nodes[size++] = node;
        if (members != null) {
            members.set(node);
        } else if (size > FEW) {
            BitSet all = new BitSet();
            forEach(all::set);
            members = all;
        }
    }

    private boolean contains(int node) {
        if (members != null) {
            return members.get(node);
        }
        for (int i = 0; i < size; i++) {
            if (nodes[i] == node) {
                return true;
            }
        }
        return false;
    }

    void forEach(IntConsumer action) {
        for (int i = 0; i < size; i++) {
            action.accept(nodes[i]);
        }
    }

    /** {@return the nodes, those with a higher rank first, others in the order in which they came} */
    int[] byRank(IntUnaryOperator rank) {
        int[] sorted = Arrays.copyOf(nodes, size);
        boolean inOrder = true;
        for (int i = 1; i < size && inOrder; i++) {
            inOrder = rank.applyAsInt(sorted[i - 1]) >= rank.applyAsInt(sorted[i]);
        }
        if (inOrder) {
            return sorted;
        }
        return Arrays.stream(sorted)
                .boxed()
                .sorted((one, other) -> Integer.compare(rank.applyAsInt(other), rank.applyAsInt(one)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    void clear() {
        nodes = NONE;
        size = 0;
        members = null;
    }
}
