package io.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.compiler.Compilation;
import io.windlass.persistence.AtomKind;
import io.windlass.persistence.StoredAtom;
import io.windlass.persistence.StoredFlow;
import io.windlass.state.AtomState;
import io.windlass.state.FlowState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of calls and states once a flow has ended. */
final class Undone {
    private Undone() {}

    /** What is stored as reverted was undone last, after all that comes after it, and nothing else is left behind where the whole flow is undone. */
    static void check(
            StoredFlow end, List<DrawnFlow.Call> log, Compilation compilation, BitSet[] before, boolean whole) {
        List<DrawnFlow.Call> calls = List.copyOf(log);
        boolean everything = end.flow().state() == FlowState.REVERTED && whole;
        for (StoredAtom atom : end.atoms()) {
            if (everything) {
                assertThat(atom.state()).isIn(AtomState.PENDING, AtomState.REVERTED);
            }
            int last = last(calls, atom.name());
            if (atom.kind() == AtomKind.RETRY || last < 0) {
                continue;
            }
            assertThat(calls.get(last).execute())
                    .as("%s in %s", atom, calls)
                    .isEqualTo(atom.state() == AtomState.SUCCESS);
            if (atom.state() == AtomState.REVERTED) {
                checkUndoneAfterDependants(atom, calls.subList(last, calls.size()), compilation, before);
            }
        }
    }

    private static void checkUndoneAfterDependants(
            StoredAtom atom, List<DrawnFlow.Call> later, Compilation compilation, BitSet[] before) {
        Integer node = compilation.node(atom.name());
        assertThat(node).isNotNull();
        if (node != null) {
            assertThat(later).noneMatch(call -> comesAfter(compilation.node(call.atom()), node, before));
        }
    }

    private static boolean comesAfter(@Nullable Integer node, int other, BitSet[] before) {
        return node != null && before[node].get(other);
    }

    private static int last(List<DrawnFlow.Call> calls, String atom) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).atom().equals(atom)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return the nodes before each node} */
    static BitSet[] before(Compilation compilation) {
        BitSet[] before = new BitSet[compilation.size()];
        for (int node = 0; node < before.length; node++) {
            BitSet found = new BitSet();
            List<Integer> open = new ArrayList<>(List.of(node));
            while (!open.isEmpty()) {
                for (int predecessor : compilation.predecessors(open.remove(open.size() - 1))) {
                    if (!found.get(predecessor)) {
                        found.set(predecessor);
                        open.add(predecessor);
                    }
                }
            }
            before[node] = found;
        }
        return before;
    }
}
