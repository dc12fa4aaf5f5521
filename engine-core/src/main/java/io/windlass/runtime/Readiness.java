package io.windlass.runtime;

import io.windlass.compiler.Compilation;
import io.windlass.compiler.NodeKind;
import io.windlass.state.AtomState;
import io.windlass.state.Intention;
import io.windlass.storage.FlowStorage;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Which atoms may start, by counters instead of walks. Forward, a node counts its predecessors that are not settled
 * (settled: done or skipped, and so are all before it); backward, its successors that are not cleared (cleared:
 * never started, undone or skipped, and so are all after it). Each end of an atom touches its direct neighbours only;
 * {@link #rebuild} counts anew, in one pass over the graph, when intentions have changed.
 */
final class Readiness {
    private final Compilation graph;
    private final FlowStorage storage;
    private final int[] unsettledBefore;
    private final int[] unclearedAfter;
    private final BitSet settled = new BitSet();
    private final BitSet cleared = new BitSet();
    /** What is to be looked at next; empty between two calls. */
    private final Deque<Integer> reached = new ArrayDeque<>();

    Readiness(Compilation graph, FlowStorage storage) {
        this.graph = graph;
        this.storage = storage;
        this.unsettledBefore = new int[graph.size()];
        this.unclearedAfter = new int[graph.size()];
    }

    /** Counts anew, from the states and intentions as they are. */
    void rebuild() {
        settled.clear();
        cleared.clear();
        for (int node = 0; node < graph.size(); node++) {
            unsettledBefore[node] = without(graph.predecessors(node), settled);
            if (unsettledBefore[node] == 0 && isDone(node)) {
                settled.set(node);
            }
        }
        for (int node = graph.size() - 1; node >= 0; node--) {
            unclearedAfter[node] = without(graph.successors(node), cleared);
            if (unclearedAfter[node] == 0 && isOutOfTheWay(node)) {
                cleared.set(node);
            }
        }
    }

    private static int without(int[] neighbours, BitSet reached) {
        int count = 0;
        for (int neighbour : neighbours) {
            if (!reached.get(neighbour)) {
                count++;
            }
        }
        return count;
    }

    private boolean isDone(int node) {
        if (!graph.kind(node).isAtom()) {
            return true;
        }
        AtomState state = storage.state(node);
        Intention intention = storage.intention(node);
        return (state == AtomState.SUCCESS || state == AtomState.IGNORE)
                && (intention == Intention.EXECUTE || intention == Intention.IGNORE);
    }

    private boolean isOutOfTheWay(int node) {
        if (!graph.kind(node).isAtom()) {
            return true;
        }
        return switch (storage.state(node)) {
            case PENDING, REVERTED, IGNORE -> true;
            default -> false;
        };
    }

    /** {@return whether an atom may start forward} */
    boolean mayExecute(int node) {
        return unsettledBefore[node] == 0
                && storage.intention(node) == Intention.EXECUTE
                && mayBecome(node, AtomState.RUNNING);
    }

    /** {@return whether an atom may be undone; of a controller that is to retry, whether its round may begin} */
    boolean mayRevert(int node) {
        return unclearedAfter[node] == 0
                && (storage.intention(node) == Intention.REVERT || storage.intention(node) == Intention.RETRY)
                && mayBecome(node, AtomState.REVERTING);
    }

    /** {@return whether an atom may start, forward or backward} */
    boolean mayStart(int node) {
        return mayExecute(node) || mayRevert(node);
    }

    private boolean mayBecome(int node, AtomState next) {
        AtomState state = storage.state(node);
        return graph.kind(node) == NodeKind.RETRY ? state.retryMayBecome(next) : state.taskMayBecome(next);
    }

    /** Names every atom that may start: those to be done first, then those to be undone. */
    void all(IntConsumer ready) {
        for (int node : graph.atoms()) {
            if (mayExecute(node)) {
                ready.accept(node);
            }
        }
        for (int node : graph.atoms()) {
            if (mayRevert(node)) {
                ready.accept(node);
            }
        }
    }

    /** {@return whether some atom may start} */
    boolean isAny() {
        for (int node : graph.atoms()) {
            if (mayStart(node)) {
                return true;
            }
        }
        return false;
    }

    /** Notes that an atom is done, and names the atoms that may be done now. */
    void settle(int atom, IntConsumer ready) {
        if (unsettledBefore[atom] == 0 && isDone(atom) && !settled.get(atom)) {
            reached.add(atom);
        }
        while (!reached.isEmpty()) {
            int node = reached.remove();
            settled.set(node);
            for (int next : graph.successors(node)) {
                if (--unsettledBefore[next] == 0) {
                    if (isDone(next)) {
                        reached.add(next);
                    } else if (mayExecute(next)) {
                        ready.accept(next);
                    }
                }
            }
        }
    }

    /** Notes that an atom is undone, and names the atoms that may be undone now. */
    void clear(int atom, IntConsumer ready) {
        if (unclearedAfter[atom] == 0 && isOutOfTheWay(atom) && !cleared.get(atom)) {
            reached.add(atom);
        }
        while (!reached.isEmpty()) {
            int node = reached.remove();
            cleared.set(node);
            for (int before : graph.predecessors(node)) {
                if (--unclearedAfter[before] == 0) {
                    if (isOutOfTheWay(before)) {
                        reached.add(before);
                    } else if (mayRevert(before)) {
                        ready.accept(before);
                    }
                }
            }
        }
    }
}
