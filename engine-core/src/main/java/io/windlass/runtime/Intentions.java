package io.windlass.runtime;

import io.windlass.atom.DeciderDepth;
import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.storage.FlowStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Changes what is meant to be done with whole parts of the graph. What is after a node that was swept for reversion
 * is not walked again until something there is meant to be done afresh, so that many failures cost one sweep.
 */
final class Intentions {
    private final Compilation graph;
    private final FlowStorage storage;
    /** Nodes after which everything is meant to be undone. */
    private final BitSet swept = new BitSet();

    Intentions(Compilation graph, FlowStorage storage) {
        this.graph = graph;
        this.storage = storage;
    }

    /** Is told of each atom whose state changes. */
    @FunctionalInterface
    interface Changed {
        /** The atom was in another state before. */
        void from(int atom, AtomState before);
    }

    /** Everything is to be undone; {@return whether that is new} */
    boolean revertAll() {
        if (swept.cardinality() == graph.size()) {
            return false;
        }
        graph.atoms().forEach(node -> storage.intend(node, Intention.REVERT));
        swept.set(0, graph.size());
        return true;
    }

    /** A controller and what is after it are to be undone; {@return whether that is new} */
    boolean revertFrom(int retry) {
        boolean changed = storage.intention(retry) != Intention.REVERT;
        storage.intend(retry, Intention.REVERT);
        return sweep(retry) || changed;
    }

    /** What is after a controller is to be undone and done again; {@return whether that is new} */
    boolean retry(int retry) {
        boolean changed = storage.intention(retry) == Intention.EXECUTE;
        if (changed) {
            storage.intend(retry, Intention.RETRY); // but one that is to be undone itself stays so
        }
        return sweep(retry) || changed;
    }

    private boolean sweep(int from) {
        if (swept.get(from)) {
            return false;
        }
        for (int node : after(from, next -> true, next -> !swept.get(next))) {
            if (graph.kind(node).isAtom()) {
                storage.intend(node, Intention.REVERT);
            }
            swept.set(node);
        }
        swept.set(from);
        return true;
    }

    /** All after a node is to be done afresh. */
    void renewAfter(int node, Changed changed) {
        renew(after(node, next -> true, next -> true), changed);
    }

    /** Everything is to be done afresh. */
    void renewAll(Changed changed) {
        renew(graph.atoms(), changed);
    }

    private void renew(List<Integer> nodes, Changed changed) {
        swept.clear();
        change(nodes, storage::renew, changed);
    }

    /** Skips an atom, and what is after it as far as the depth says. */
    void ignore(int atom, DeciderDepth depth, Changed changed) {
        swept.clear();
        List<Integer> skipped = new ArrayList<>(List.of(atom));
        skipped.addAll(
                switch (depth) {
                    case ATOM -> List.<Integer>of();
                    case NEIGHBORS -> after(atom, this::isTask, next -> false);
                    case FLOW -> after(atom, this::isTask, this::isTask);
                    case ALL -> after(atom, next -> true, next -> true);
                });
        change(skipped, storage::ignore, changed);
    }

    private void change(List<Integer> nodes, IntPredicate change, Changed changed) {
        for (int node : nodes) {
            if (graph.kind(node).isAtom()) {
                AtomState before = storage.state(node);
                if (change.test(node)) {
                    changed.from(node, before);
                }
            }
        }
    }

    private boolean isTask(int node) {
        return graph.kind(node) == NodeKind.TASK;
    }

    /** The nodes after one, depth first: those that are wanted, walking on from those that are to be passed. */
    private List<Integer> after(int from, IntPredicate wanted, IntPredicate passed) {
        List<Integer> found = new ArrayList<>();
        BitSet seen = new BitSet();
        Deque<Integer> stack = new ArrayDeque<>();
        push(stack, from);
        while (!stack.isEmpty()) {
            int node = stack.pop();
            if (wanted.test(node) && !seen.get(node)) {
                seen.set(node);
                found.add(node);
                if (passed.test(node)) {
                    push(stack, node);
                }
            }
        }
        return found;
    }

    private void push(Deque<Integer> stack, int node) {
        int[] next = graph.successors(node);
        for (int i = next.length - 1; i >= 0; i--) {
            stack.push(next[i]);
        }
    }
}
